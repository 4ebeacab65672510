namespace LoadBalancer.Proxy.Upstreams;

/// <summary>What came of connecting to a server.</summary>
/// <param name="Connection">The connection; <see langword="null"/> if none came about.</param>
/// <param name="TimedOut">Whether none came about in time.</param>
internal readonly record struct DialResult(UpstreamConnection? Connection, bool TimedOut = false);
