using LoadBalancer.Core.Failures;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The outcome of opening an upstream connection. Without a connection and a failure, the caller canceled the operation.</summary>
/// <param name="Connection">The connection; <see langword="null"/> if there is none.</param>
/// <param name="Failure">Why there is no connection.</param>
internal readonly record struct UpstreamDialResult(UpstreamConnection? Connection, Failure Failure = default);
