using System.Runtime.CompilerServices;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Scenarios;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>
/// Compares the requests that servers really have in flight with what Core's load bound would allow if it knew them. Gateways learn each
/// other's figures late, so the bound may be exceeded for a moment.
/// </summary>
internal sealed class LoadBoundObserver(SettingsSection settings, SimulationTimeline timeline)
{
    private readonly ClusterLoad _load = new();

    /// <summary>The bound of each snapshot. Gateways share snapshots; an entry disappears with its snapshot.</summary>
    private readonly ConditionalWeakTable<ClusterSnapshot, LoadBound> _bounds = [];

    /// <summary>The most requests in flight on a server, relative to what the bound allowed it at that moment.</summary>
    public double Peak { get; private set; }

    public long InFlight => _load.InFlight;

    public void Begin(SimulatedRequest request, ServerId server, bool isMeasured)
    {
        var isCurrent = ReferenceEquals(request.Cluster, request.Gateway.Cluster);
        var cap = isCurrent ? BoundOf(request.Cluster).CapOf(request.Attempts.Current.Server) : 0;
        var load = _load.Of(server);
        load.Begin();
        if (cap > 0 && isMeasured)
        {
            var part = load.InFlight / (double)cap;
            Peak = Math.Max(Peak, part);
            timeline.Now.PeakLoad = Math.Max(timeline.Now.PeakLoad, part);
        }
    }

    public void End(ServerId server) => _load.Of(server).End();

    private LoadBound BoundOf(ClusterSnapshot cluster) => _bounds.GetValue(
        cluster,
        snapshot => new(snapshot, _load, settings.LoadFactor == 0 ? LoadBound.DefaultFactor : settings.LoadFactor, settings.LoadFloor));
}
