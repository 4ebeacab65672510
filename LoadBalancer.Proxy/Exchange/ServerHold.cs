using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Holds the upstream connection in use so that another thread can abort it. Whichever side takes it out first determines the result.
/// Thread-safe.
/// </summary>
internal sealed class ServerHold
{
    private UpstreamConnection? _held;

    public void Hold(UpstreamConnection server) => Interlocked.Exchange(ref _held, server);

    /// <summary>Releases the connection after use.</summary>
    /// <returns>Whether the connection was not aborted.</returns>
    public bool Release() => Interlocked.Exchange(ref _held, null) is not null;

    /// <summary>Aborts the connection, if there is one.</summary>
    public void Abort() => Interlocked.Exchange(ref _held, null)?.Abort();
}
