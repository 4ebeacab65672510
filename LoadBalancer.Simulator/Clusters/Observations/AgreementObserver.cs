using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>
/// Measures for how long the gateways that reach the registry place keys differently, by comparing the digests of their placements.
/// </summary>
internal sealed class AgreementObserver(VirtualTime time, Func<SimulatedGateway, bool> isReached, SimulationTimeline timeline)
{
    private DateTimeOffset? _differSince;
    private TimeSpan _longest;

    /// <summary>The longest time for which the gateways differed.</summary>
    public TimeSpan Longest => _differSince is { } since && time.Now - since > _longest ? time.Now - since : _longest;

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
            _differSince = null;
        }
    }

    /// <summary>Returns the number of different placements among gateways.</summary>
    public static int Count(IEnumerable<SimulatedGateway> gateways) =>
        gateways.Select(gateway => gateway.Cluster.Digest).Distinct(StringComparer.Ordinal).Count();
}
