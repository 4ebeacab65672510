using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>Whether the gateways that reach the registry place keys alike, by their digests.</summary>
internal sealed class AgreementObserver(VirtualTime time, Func<SimulatedGateway, bool> isReached, SimulationTimeline timeline)
{
    private DateTimeOffset? _differSince;
    private TimeSpan _longest;

    /// <summary>The longest time for which they differed.</summary>
    public TimeSpan Longest => _differSince is { } since && time.Now - since > _longest ? time.Now - since : _longest;

    /// <summary>How long they differed in all.</summary>
    public TimeSpan Total { get; private set; }

    public void Look(IReadOnlyList<SimulatedGateway> gateways)
    {
        var placements = Count(gateways.Where(isReached));
        timeline.Now.Placements = Math.Max(timeline.Now.Placements, placements);
        if (placements > 1)
        {
            _differSince ??= time.Now;
        }
        else if (_differSince is { } since)
        {
            var lasted = time.Now - since;
            _longest = lasted > _longest ? lasted : _longest;
            Total += lasted;
            _differSince = null;
        }
    }

    /// <summary>How many different placements some gateways have.</summary>
    public static int Count(IEnumerable<SimulatedGateway> gateways) =>
        gateways.Select(gateway => gateway.Cluster.Digest).Distinct(StringComparer.Ordinal).Count();
}
