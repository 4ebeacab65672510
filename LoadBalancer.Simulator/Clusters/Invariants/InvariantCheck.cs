using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters.Invariants;

/// <summary>Compares the measurements with the invariants of a scenario.</summary>
internal static class InvariantCheck
{
    public static IReadOnlyList<InvariantResult> Of(InvariantsSection limits, ClusterMeasures measures) =>
    [
        .. Judge("failedRequests", limits.FailedRequests, measures.Requests.Failed),
        .. Judge(
            "failedPart",
            limits.FailedPart,
            measures.Requests.Requests == 0 ? null : measures.Requests.Failed / (double)measures.Requests.Requests),
        .. Judge("convergence", Milliseconds(limits.Convergence), Milliseconds(measures.Convergence.Longest)),
        .. Judge("disagreement", Milliseconds(limits.Disagreement), Milliseconds(measures.Agreement.Longest)),
        .. Judge("placementsAtEnd", limits.PlacementsAtEnd, measures.PlacementsAtEnd),
        .. Judge("loadBound", limits.LoadBound, measures.Loads.Peak),
        .. Judge("movedBetweenOld", limits.MovedBetweenOld, measures.Placements.MovedBetweenOld),
        .. Judge("detection", Milliseconds(limits.Detection), Milliseconds(measures.Requests.Detection)),
        .. Judge("livingRemoved", limits.LivingRemoved, measures.LivingRemoved),
        .. Judge("newcomerShare", limits.NewcomerShare, measures.Newcomers.Share),
        .. Judge("amplification", limits.Amplification, measures.Amplification),
        .. Judge("latencyP99", Milliseconds(limits.LatencyP99), Milliseconds(measures.Requests.Latency.Percentile(0.99))),
    ];

    private static IEnumerable<InvariantResult> Judge(string name, double? limit, double? value)
    {
        if (limit is { } most)
        {
            yield return new(name, most, value, !(value > most));
        }
    }

    private static double? Milliseconds(TimeSpan? duration) => duration is { } value ? LatencyFigures.Milliseconds(value) : null;
}
