using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>What if: foresees what edits would do, by the rules and the algorithms of the gateways themselves. Pure, thread-safe.</summary>
internal static class PlacementPreview
{
    /// <summary>Foresees. O(keys) in <see cref="PlacementComparison.SyntheticKeys"/>, with Rendezvous times the servers: not for every tick.</summary>
    /// <param name="snapshot">The cluster as it is.</param>
    /// <param name="edits">What is thought of.</param>
    public static PreviewResult Of(DashboardSnapshot snapshot, PlacementEdits edits)
    {
        var membership = snapshot.Cluster.Membership;
        var transition = MembershipReducer.Apply(membership, edits.ToChange(membership, snapshot.At));
        return transition.Outcome is MembershipOutcome.Applied or MembershipOutcome.Unchanged
            ? new(transition.Outcome, Forecast(snapshot, transition.Membership), Reason: null)
            : new(transition.Outcome, Forecast: null, transition.Reason);
    }

    private static PlacementForecast Forecast(DashboardSnapshot snapshot, MembershipSnapshot next)
    {
        // Without weights of servers that start slowly: what is foreseen is where this leads to.
        var before = ClusterSnapshot.Create(snapshot.Cluster.Membership, snapshot.Cluster.Placement.Algorithm);
        var after = before.Next(next, next.Algorithm);
        var comparison = PlacementComparison.Between(before.Placement, after.Placement);
        var servers = ServersOf(before.Placement, after.Placement);
        return new(
            before.Membership.At,
            before.Placement.Algorithm,
            after.Placement.Algorithm,
            comparison.Moved,
            comparison.MovedBetweenUnchanged,
            LeastOf(servers),
            servers,
            [.. snapshot.HotKeys.Select(key => new HotKeyForecast(key, HotKeyOwner.Of(before, key.Key), HotKeyOwner.Of(after, key.Key)))]);
    }

    private static ImmutableArray<ServerForecast> ServersOf(IPlacement before, IPlacement after)
    {
        var (old, next) = (ById(before), ById(after));
        return
        [
            .. old.Keys.Union(next.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id =>
            {
                var (isOld, isNext) = (old.TryGetValue(id, out var was), next.TryGetValue(id, out var becomes));
                return new ServerForecast(id, isOld ? was.Weight : null, isNext ? becomes.Weight : null, was.Share, becomes.Share);
            }),
        ];
    }

    private static Dictionary<string, (int Weight, double Share)> ById(IPlacement placement) =>
        placement.Members.Zip(KeyShares.Of(placement)).ToDictionary(pair => pair.First.Id, pair => (pair.First.Weight, pair.Second.Share), StringComparer.Ordinal);

    /// <summary>What servers gain, or lose, of the parts that their weights give them: the greater of both where nobody is there to lose, or to gain.</summary>
    private static double LeastOf(ImmutableArray<ServerForecast> servers)
    {
        var before = Math.Max(1.0, servers.Sum(server => server.WeightBefore ?? 0.0));
        var after = Math.Max(1.0, servers.Sum(server => server.WeightAfter ?? 0.0));
        var gains = servers.Select(server => ((server.WeightAfter ?? 0) / after) - ((server.WeightBefore ?? 0) / before)).ToArray();
        return Math.Max(gains.Where(gain => gain > 0).Sum(), -gains.Where(gain => gain < 0).Sum());
    }
}
