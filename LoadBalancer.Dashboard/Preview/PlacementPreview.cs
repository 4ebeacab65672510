using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>Previews the effect of edits, with the rules and the algorithms of the gateways themselves. Pure, thread-safe.</summary>
internal static class PlacementPreview
{
    /// <summary>
    /// Computes a preview. O(keys) in <see cref="PlacementComparison.SyntheticKeys"/>, with Rendezvous times the servers: too expensive for
    /// every tick.
    /// </summary>
    /// <param name="snapshot">The current cluster.</param>
    /// <param name="edits">The planned edits.</param>
    public static PreviewResult Of(DashboardSnapshot snapshot, PlacementEdits edits)
    {
        var membership = snapshot.Cluster.Membership;
        var transition = MembershipReducer.Apply(membership, edits.ToChange(membership, snapshot.At));
        return transition.Outcome is MembershipOutcome.Applied or MembershipOutcome.Unchanged
            ? new(transition.Outcome, Forecast(snapshot, transition.Membership), Reason: null) { Next = transition.Membership }
            : new(transition.Outcome, Forecast: null, transition.Reason);
    }

    /// <summary>Computes the effect of several changes together, which lead to a membership.</summary>
    /// <param name="snapshot">The current cluster.</param>
    /// <param name="next">The membership after the changes.</param>
    public static PlacementForecast Forecast(DashboardSnapshot snapshot, MembershipSnapshot next)
    {
        // Ignore the weights of slow start: the preview shows the final state.
        var before = ClusterSnapshot.Create(snapshot.Cluster.Membership, snapshot.Cluster.Placement.Algorithm);
        var after = before.Next(next, next.Algorithm);
        var comparison = PlacementComparison.Between(before.Placement, after.Placement, TakesOf(before), TakesOf(after));
        return new(
            before.Membership.At,
            before.Placement.Algorithm,
            after.Placement.Algorithm,
            comparison.Moved,
            comparison.MovedBetweenUnchanged,
            comparison.Least,
            ServersOf(before, after),
            [
                .. snapshot.HotKeys.Select(
                    key => new HotKeyForecast(key, HotKeyOwner.ServerOf(before, key.Key), HotKeyOwner.ServerOf(after, key.Key))),
            ]);
    }

    /// <summary>
    /// Returns whether each member takes new requests. A draining member keeps its points; its keys go to their next candidates.
    /// </summary>
    private static ImmutableArray<bool> TakesOf(ClusterSnapshot cluster) =>
        [.. cluster.Membership.Servers.Select((_, server) => cluster.IsUsable(server))];

    private static ImmutableArray<ServerForecast> ServersOf(ClusterSnapshot before, ClusterSnapshot after)
    {
        var (old, next) = (ById(before), ById(after));
        return
        [
            .. old.Keys.Union(next.Keys).OrderBy(id => id.Value, StringComparer.Ordinal).Select(id =>
            {
                var (isOld, isNext) = (old.TryGetValue(id, out var was), next.TryGetValue(id, out var becomes));
                var (weight, nextWeight) = (isOld ? was.Server.Weight : default(int?), isNext ? becomes.Server.Weight : default(int?));
                return new ServerForecast(id, weight, nextWeight, was.Share, becomes.Share)
                {
                    StateBefore = isOld ? was.Server.State : null,
                    StateAfter = isNext ? becomes.Server.State : null,
                };
            }),
        ];
    }

    private static Dictionary<ServerId, (Server Server, double Share)> ById(ClusterSnapshot cluster) => cluster.Membership.Servers
        .Zip(KeyShares.Of(cluster.Placement, TakesOf(cluster)))
        .ToDictionary(pair => pair.First.Id, pair => (pair.First, pair.Second.Share));
}
