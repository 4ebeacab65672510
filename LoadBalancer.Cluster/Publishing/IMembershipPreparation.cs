using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>Prepares for the servers of a membership before any request can be placed on them.</summary>
internal interface IMembershipPreparation
{
    /// <summary>Prepares; returns when requests can be forwarded to all servers of the membership. One call at a time.</summary>
    Task PrepareAsync(MembershipSnapshot membership, CancellationToken cancellationToken);
}
