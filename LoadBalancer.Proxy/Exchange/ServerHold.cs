using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The server's connection in use, so that others than its user can end it: whoever takes it out decides. Thread-safe.</summary>
internal sealed class ServerHold
{
    private UpstreamConnection? _held;

    public void Hold(UpstreamConnection server) => Interlocked.Exchange(ref _held, server);

    /// <summary>Its user has no more need of it.</summary>
    /// <returns>Whether nobody has ended it.</returns>
    public bool Release() => Interlocked.Exchange(ref _held, null) is not null;

    /// <summary>Ends it, if there is one.</summary>
    public void Abort() => Interlocked.Exchange(ref _held, null)?.Abort();
}
