using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>Whose word counts where the membership leaves it to the gateways.</summary>
internal static class ReferenceGateway
{
    /// <summary>
    /// Of the gateways with the newest version of the membership's history, one of those that most place keys like; by name where
    /// there are as many. <see langword="null"/> where no gateway says anything of itself.
    /// </summary>
    public static GatewayStatus? Find(MembershipSnapshot membership, ImmutableArray<GatewayReport> reports) => reports
        .Select(report => report.Status)
        .OfType<GatewayStatus>()
        .GroupBy(
            status => (IsCurrent: string.Equals(status.Epoch, membership.Epoch, StringComparison.Ordinal), status.Version, status.Digest))
        .OrderByDescending(alike => alike.Key.IsCurrent)
        .ThenByDescending(alike => alike.Key.Version)
        .ThenByDescending(alike => alike.Count())
        .ThenBy(alike => alike.Key.Digest, StringComparer.Ordinal)
        .FirstOrDefault()?
        .MinBy(status => status.Name, StringComparer.Ordinal);
}
