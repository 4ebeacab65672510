using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>Whose lease ends with a change of the membership.</summary>
internal static class EndedLeases
{
    /// <summary>The servers that have left, were taken over by another process, or need no lease any more.</summary>
    public static IEnumerable<string> Of(IEnumerable<ServerDifference> differences) =>
        differences.Where(difference => !KeepsLease(difference.Before, difference.After)).Select(difference => difference.Id);

    /// <summary>The response to an expiry that comes too late.</summary>
    public static MembershipTransition Renewed(MembershipSnapshot membership, string id) =>
        new(MembershipOutcome.Superseded, membership, $"The server '{id}' has renewed its lease.");

    private static bool KeepsLease(Server? before, Server? after) =>
        before is not null && after is not null
        && string.Equals(before.Instance, after.Instance, StringComparison.Ordinal)
        && (after.Lease is not null || before.Lease is null);
}
