using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>How a try of a request at a server has ended.</summary>
/// <param name="Server">The server.</param>
/// <param name="Outcome">How.</param>
/// <param name="Status">The status it has answered with, if it has.</param>
/// <param name="Key">The hash of the request's key.</param>
/// <param name="IsProven">Whether another server has answered the request that this one failed.</param>
internal readonly record struct TryEnd(Server Server, TryOutcome Outcome, int Status, ulong Key, bool IsProven = false);
