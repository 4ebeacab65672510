using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>How an attempt of a request at a server has ended.</summary>
/// <param name="Server">The server.</param>
/// <param name="Outcome">How.</param>
/// <param name="Status">The status it has responded with, if it has.</param>
/// <param name="Key">The hash of the request's key.</param>
/// <param name="IsProven">Whether another server has answered the request that this one failed.</param>
internal readonly record struct AttemptEnd(Server Server, AttemptOutcome Outcome, int Status, ulong Key, bool IsProven = false);
