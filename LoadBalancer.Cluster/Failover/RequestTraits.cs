
namespace LoadBalancer.Cluster.Failover;

/// <summary>The traits of a request that determine how it may be attempted.</summary>
/// <param name="IsIdempotent">Whether repeating the request has the same effect as sending it once.</param>
/// <param name="IsUpgrade">Whether the request asks to switch to another protocol.</param>
/// <param name="IsTunnel">Whether the request has a body without an end.</param>
internal readonly record struct RequestTraits(bool IsIdempotent, bool IsUpgrade = false, bool IsTunnel = false);
