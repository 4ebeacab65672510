using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks the members and the placement of the gateways from tick to tick; returns the same object while nothing has changed. Not
/// thread-safe.
/// </summary>
internal sealed class ClusterTracker
{
    private ClusterSnapshot _last = ClusterSnapshot.Create(MembershipSnapshot.Empty, PlacementAlgorithm.Ring);
    private ImmutableArray<int> _weights = [];

    /// <summary>The share of each member in the placement, in the membership's order.</summary>
    public ImmutableArray<KeyShare> Shares { get; private set; } = [];

    public ClusterSnapshot Next(MembershipSnapshot membership, ImmutableArray<GatewayReport> reports)
    {
        var reference = ReferenceGateway.Find(membership, reports);
        var algorithm = membership.Algorithm ?? reference?.Algorithm ?? PlacementAlgorithm.Ring;
        ImmutableArray<int> weights =
            [.. membership.Servers.Select(
                server => Math.Min(server.Weight, reference?.Weights.GetValueOrDefault(server.Id, server.Weight) ?? server.Weight))];
        var health = HealthOf(membership, [.. reports.Where(report => report.Status is not null)]);
        if (_last.Membership.At == membership.At && _last.Membership.HasContentOf(membership) && _last.Placement.Algorithm == algorithm
            && _weights.SequenceEqual(weights)
            && _last.Health.IsPanic == health.IsPanic
            && _last.Health.Reasons.SequenceEqual(health.Reasons))
        {
            return _last;
        }

        var next = _last.Next(membership, algorithm, weights, health);
        Shares = ReferenceEquals(next.Placement, _last.Placement) && !Shares.IsDefaultOrEmpty ? Shares : KeyShares.Of(next.Placement);
        _last = next;
        _weights = weights;
        return next;
    }

    /// <summary>
    /// Determines health: a server is unhealthy if more than half of the gateways with a verdict on its process find it so, for the reason
    /// that most of them report. A gateway that has just started has no verdict yet, and does not count.
    /// </summary>
    private static ClusterHealth HealthOf(MembershipSnapshot membership, ImmutableArray<GatewayReport> gateways) => new(
        [.. membership.Servers.Select(server => ReasonOf(server, gateways))],
        gateways.Count(gateway => gateway.Status!.IsPanic) * 2 > gateways.Length);

    private static HealthReason ReasonOf(Server server, ImmutableArray<GatewayReport> gateways)
    {
        var name = ServerProcess.Of(server);
        var reasons = gateways.Select(gateway => gateway.Status!.Unhealthy.GetValueOrDefault(server.Id))
            .Where(reason => reason != HealthReason.Healthy).ToArray();
        var verdicts = gateways.Count(gateway =>
            gateway.Status!.Unhealthy.ContainsKey(server.Id) || gateway.Up.Contains(name) || gateway.Down.Contains(name));
        return reasons.Length * 2 > verdicts
            ? reasons.CountBy(reason => reason).OrderBy(
                entry => entry.Key == HealthReason.OtherGateways).ThenByDescending(entry => entry.Value).First().Key
            : HealthReason.Healthy;
    }
}
