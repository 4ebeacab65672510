using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Builds the snapshot that a gateway serves with from a membership and its health: the placement with the weights of the slow start, and
/// the load bound. Not thread-safe.
/// </summary>
internal sealed class ServingSnapshotBuilder(ISnapshotBuilder snapshots, ClusterLoad load, IOptions<PlacementOptions> options)
{
    private readonly PlacementOptions _options = options.Value;
    private readonly SlowStart _slowStart = new(options.Value.SlowStart);

    /// <summary>Returns the next snapshot.</summary>
    /// <param name="current">The snapshot in use.</param>
    /// <param name="membership">The membership.</param>
    /// <param name="health">The health of its servers.</param>
    /// <param name="now">The time by the store's clock.</param>
    public ServingSnapshot Next(ServingSnapshot current, MembershipSnapshot membership, ClusterHealth health, DateTimeOffset now)
    {
        var weights = _slowStart.WeightsAt(membership, now);
        var next = snapshots.Next(current.Cluster, membership, membership.Algorithm ?? _options.Algorithm, weights, health);
        var bound = _options.LoadFactor == 0 ? null : new LoadBound(next, load, _options.LoadFactor, _options.LoadFloor, current.Bound);
        return new(next, bound);
    }

    /// <summary>Returns when the effective weights change next; <see langword="null"/> for never.</summary>
    public DateTimeOffset? NextStepAfter(MembershipSnapshot membership, DateTimeOffset now) => _slowStart.NextStepAfter(membership, now);
}
