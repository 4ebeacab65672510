using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>
/// Holds the snapshot in use. Readers take it once and keep it for the whole request; it is replaced by one reference write.
/// </summary>
internal sealed class ClusterState(IOptions<PlacementOptions> options)
{
    private volatile ServingSnapshot _serving = new(ClusterSnapshot.Create(MembershipSnapshot.Empty, options.Value.Algorithm), Bound: null);

    public ServingSnapshot Serving => _serving;

    public ClusterSnapshot Cluster => _serving.Cluster;

    /// <summary>
    /// A snapshot is in use; how long it took to build. Called by whoever published it: must return at once and not throw.
    /// </summary>
    public event Action<ServingSnapshot, TimeSpan>? Published;

    public void Publish(ServingSnapshot serving, TimeSpan building)
    {
        _serving = serving;
        Published?.Invoke(serving, building);
    }
}
