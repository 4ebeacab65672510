
namespace LoadBalancer.Cluster.Failover;

/// <summary>What of a request decides how it may be tried.</summary>
/// <param name="IsIdempotent">Whether its repetition has the effect of one request.</param>
/// <param name="IsUpgrade">Whether it asks to leave HTTP.</param>
/// <param name="IsTunnel">Whether its content has no end that could be waited for.</param>
internal readonly record struct RequestTraits(bool IsIdempotent, bool IsUpgrade = false, bool IsTunnel = false);
