using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>Determines the gateway whose settings apply if the membership leaves them to the gateways.</summary>
internal static class ReferenceGateway
{
    /// <summary>
    /// Returns one of the gateways with the newest version in the membership's epoch, from the largest group with equal placement; by name
    /// in case of a tie. <see langword="null"/> if no gateway reports its status.
    /// </summary>
    public static GatewayStatus? Find(MembershipSnapshot membership, ImmutableArray<GatewayReport> reports) => reports
        .Select(report => report.Status)
        .OfType<GatewayStatus>()
        .GroupBy(
            status => (IsCurrent: status.Epoch == membership.Epoch, status.Version, status.Digest))
        .OrderByDescending(alike => alike.Key.IsCurrent)
        .ThenByDescending(alike => alike.Key.Version)
        .ThenByDescending(alike => alike.Count())
        .ThenBy(alike => alike.Key.Digest, StringComparer.Ordinal)
        .FirstOrDefault()?
        .MinBy(status => status.Name.Value, StringComparer.Ordinal);
}
