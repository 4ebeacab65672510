namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The outcome of opening an upstream connection.</summary>
/// <param name="Connection">The connection; <see langword="null"/> if there is none.</param>
/// <param name="Failure">Why there is no connection.</param>
internal readonly record struct UpstreamDialResult(UpstreamConnection? Connection, DialFailure Failure = DialFailure.None);
