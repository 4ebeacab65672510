using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>The leases that end with a change of the membership.</summary>
internal static class EndedLeases
{
    /// <summary>Returns the servers that have left, were taken over by another process, or no longer need a lease.</summary>
    public static IEnumerable<ServerId> Of(IEnumerable<ServerDifference> differences) =>
        differences.Where(difference => !KeepsLease(difference.Before, difference.After)).Select(difference => difference.Id);

    /// <summary>Returns the result of a removal that is no longer due, because the lease was renewed.</summary>
    public static MembershipTransition Renewed(MembershipSnapshot membership, ServerId id) =>
        new(MembershipOutcome.Superseded, membership, $"The server '{id}' has renewed its lease.");

    private static bool KeepsLease(Server? before, Server? after) =>
        before is not null && after is not null
        && string.Equals(before.Instance, after.Instance, StringComparison.Ordinal)
        && (after.Lease is not null || before.Lease is null);
}
