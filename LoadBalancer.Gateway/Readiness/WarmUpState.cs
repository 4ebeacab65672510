namespace LoadBalancer.Gateway.Readiness;

/// <summary>Whether the gateway is warming up; during that time it is not ready, although it serves requests. Thread-safe.</summary>
internal sealed class WarmUpState
{
    private volatile bool _isUnderWay;

    public bool IsUnderWay => _isUnderWay;

    /// <summary>Begins the warm-up. Must be called before readiness is first checked.</summary>
    public void Begin() => _isUnderWay = true;

    public void End() => _isUnderWay = false;
}
