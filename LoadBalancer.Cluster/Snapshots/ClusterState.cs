using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>
/// Holds the current snapshot. Readers take it once and keep it for the whole request; it is replaced by one reference write.
/// </summary>
internal sealed class ClusterState(IOptions<PlacementOptions> options)
{
    private volatile ServingSnapshot _serving = new(ClusterSnapshot.Create(MembershipSnapshot.Empty, options.Value.Algorithm), Bound: null);

    public ServingSnapshot Serving => _serving;

    public ClusterSnapshot Cluster => _serving.Cluster;

    /// <summary>
    /// Raised after a snapshot was published, with the time it took to build, on the publisher's thread. Handlers must return at once and
    /// not throw.
    /// </summary>
    public event Action<ServingSnapshot, TimeSpan>? Published;

    public void Publish(ServingSnapshot serving, TimeSpan building)
    {
        _serving = serving;
        Published?.Invoke(serving, building);
    }
}
