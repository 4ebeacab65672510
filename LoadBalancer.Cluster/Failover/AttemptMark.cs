using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Failover;

/// <summary>An attempt of a request, as <see cref="AttemptTrail"/> keeps it.</summary>
/// <param name="Server">The server.</param>
/// <param name="Began">The timestamp at which it began.</param>
internal readonly record struct AttemptMark(Server Server, long Began)
{
    /// <summary>The timestamp at which it ended; 0 while it has not.</summary>
    public long Ended { get; init; }

    /// <summary>The outcome.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>The status of the response; 0 if there was none.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong; none if nothing did.</summary>
    public Failure Failure { get; init; }
}
