namespace LoadBalancer.Gateway.Readiness;

/// <summary>Whether the gateway warms up: until that is over it is not ready, though it serves. Thread-safe.</summary>
internal sealed class WarmUpState
{
    private volatile bool _isUnderWay;

    public bool IsUnderWay => _isUnderWay;

    /// <summary>Before anybody can ask.</summary>
    public void Begin() => _isUnderWay = true;

    public void End() => _isUnderWay = false;
}
