using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.State.Shares;

/// <summary>The shares of the keys that all servers get. Immutable, thread-safe.</summary>
/// <param name="All">The shares, in the natural order of the servers' ids.</param>
internal sealed record PlacementShares(ImmutableArray<PlacementShare> All)
{
    /// <summary>The server with the greatest multiple of its expected share; <see langword="null"/> if there is none.</summary>
    public PlacementShare? Most { get; } = All.Where(share => share.Ratio is not null).MaxBy(share => share.Ratio);

    /// <summary>The server with the smallest multiple of its expected share; <see langword="null"/> if there is none.</summary>
    public PlacementShare? Least { get; } = All.Where(share => share.Ratio is not null).MinBy(share => share.Ratio);

    /// <summary>The greatest share of any server, or expected share.</summary>
    public double Greatest { get; } = All.Select(share => Math.Max(share.Share, share.Expected)).DefaultIfEmpty().Max();

    /// <summary>Computes the shares. O(points), and O(n log n) in the servers.</summary>
    public static PlacementShares Of(ClusterSnapshot cluster)
    {
        var servers = cluster.Membership.Servers;
        ImmutableArray<bool> takes = [.. servers.Select(server => server.State == ServerState.Active)];
        var owned = KeyShares.Of(cluster.Placement);
        var shares = takes.Contains(value: false) ? KeyShares.Of(cluster.Placement, takes) : owned;
        var weights = cluster.Placement.Members.Where((_, i) => takes[i]).Sum(member => (double)member.Weight);
        var all = servers.Select((server, i) => new PlacementShare(
            server,
            cluster.Placement.Members[i].Weight,
            owned[i].Points,
            cluster.Health.IsHealthy(i),
            shares[i].Share,
            takes[i] ? cluster.Placement.Members[i].Weight / weights : 0));
        return new([.. all.OrderBy(share => share.Server.Id.Value, NaturalOrder.Instance)]);
    }
}
