using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>Prepares the servers of a membership before any request can be placed on them.</summary>
internal interface IMembershipPreparation
{
    /// <summary>Prepares a membership; returns when requests can be forwarded to all of its servers. Not called concurrently.</summary>
    Task PrepareAsync(MembershipSnapshot membership, CancellationToken cancellationToken);
}
