namespace LoadBalancer.Proxy.Tunnels;

/// <summary>The number of tunnels on one client connection. Thread-safe.</summary>
internal sealed class TunnelCount
{
    private int _open;

    /// <summary>The number of open tunnels.</summary>
    public int Open => Volatile.Read(ref _open);

    public void Enter() => Interlocked.Increment(ref _open);

    public void Leave() => Interlocked.Decrement(ref _open);
}
