using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>The end of an attempt of a request on a server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Status">The status of the response, if there was one.</param>
/// <param name="Failure">What went wrong; none for a response.</param>
/// <param name="Key">The hash of the request's key.</param>
/// <param name="IsProven">Whether another server has responded to the request that this one failed.</param>
internal readonly record struct AttemptEnd(
    Server Server, AttemptOutcome Outcome, int Status, Failure Failure, ulong Key, bool IsProven = false);
