using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Clusters.Invariants;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>The result of a simulation: the JSON of <c>--json</c>. Figures cover only the requests that arrive after the warm-up.</summary>
/// <param name="Description">The description of the scenario.</param>
/// <param name="Seed">The seed of the scenario.</param>
/// <param name="Interrupted">Whether the simulation ended early; no invariant is judged then.</param>
/// <param name="VirtualSeconds">The virtual time that passed, in seconds.</param>
/// <param name="Events">The number of simulated events.</param>
/// <param name="Requests">The requests that arrived.</param>
/// <param name="InFlight">The requests still in flight at the end.</param>
/// <param name="Failed">The requests that failed.</param>
/// <param name="Failures">The failed requests by kind of failure.</param>
/// <param name="Tries">The attempts on servers; a request that is retried has several.</param>
/// <param name="Spilled">The requests that were sent past their owner because it was overloaded.</param>
/// <param name="LatencyMs">The latency of the requests that ended.</param>
/// <param name="PeakToMean">The requests of the busiest server, relative to the mean of the servers that had any.</param>
/// <param name="Changes">The number of membership changes.</param>
/// <param name="ConvergenceMs">The time from a membership change until every gateway that reaches the registry uses it.</param>
/// <param name="DisagreementMs">The longest time for which such gateways placed keys differently.</param>
/// <param name="PlacementsAtEnd">The number of different placements among the gateways at the end.</param>
/// <param name="PeakLoad">The most requests in flight on a server, relative to what the load bound allowed it.</param>
/// <param name="Moved">The largest fraction of keys that one change of the placement moved.</param>
/// <param name="MovedBetweenOld">The largest fraction of keys that moved between two servers that were unchanged.</param>
/// <param name="DetectionMs">The longest time from the death of a server to a request that was still sent to it first.</param>
/// <param name="LivingRemoved">The number of servers that were removed from the membership although they were alive.</param>
/// <param name="NewcomerShare">The requests that new servers get at first, relative to the share that their weight deserves.</param>
/// <param name="Amplification">The attempts for each request, in the worst second.</param>
/// <param name="Servers">The requests and the share of each server.</param>
/// <param name="Invariants">The invariants of the scenario, and whether each holds.</param>
/// <param name="OverTime">The figures of each second.</param>
internal sealed record ClusterResult(
    string Description,
    int Seed,
    bool Interrupted,
    double VirtualSeconds,
    long Events,
    long Requests,
    long InFlight,
    long Failed,
    IReadOnlyList<FailureCount> Failures,
    long Tries,
    long Spilled,
    LatencyFigures? LatencyMs,
    double? PeakToMean,
    int Changes,
    LatencyFigures? ConvergenceMs,
    double DisagreementMs,
    int PlacementsAtEnd,
    double PeakLoad,
    double Moved,
    double MovedBetweenOld,
    double DetectionMs,
    int LivingRemoved,
    double? NewcomerShare,
    double Amplification,
    IReadOnlyList<ServerShare> Servers,
    IReadOnlyList<InvariantResult> Invariants,
    IReadOnlyList<SecondReport> OverTime)
{
    public bool Holds => !Interrupted && Invariants.All(invariant => invariant.Holds);

    public static ClusterResult Of(Scenario scenario, bool isWhole, ClusterMeasures measures)
    {
        var requests = measures.Requests;
        var responded = requests.Servers.Values.Sum();
        return new(
            scenario.Description,
            scenario.Seed,
            !isWhole,
            measures.Time.Elapsed.TotalSeconds,
            measures.Time.Events,
            requests.Requests,
            measures.Loads.InFlight,
            requests.Failed,
            [.. requests.Failures.OrderByDescending(failure => failure.Value).ThenBy(failure => failure.Key, StringComparer.Ordinal).Select(
                failure => new FailureCount(failure.Key, failure.Value, Example: null))],
            requests.Attempts,
            requests.Reasons[(int)SelectionReason.OwnerOverloaded],
            LatencyFigures.Of(requests.Latency),
            responded == 0 ? null : requests.Servers.Values.Max() * requests.Servers.Count / (double)responded,
            measures.Convergence.Times.Count + measures.Convergence.Pending,
            ConvergenceOf(measures),
            LatencyFigures.Milliseconds(measures.Agreement.Longest),
            measures.PlacementsAtEnd,
            measures.Loads.Peak,
            measures.Placements.Moved,
            measures.Placements.MovedBetweenOld,
            LatencyFigures.Milliseconds(requests.Detection),
            measures.LivingRemoved,
            measures.Newcomers.Share,
            measures.Amplification,
            [.. requests.Servers.OrderBy(server => server.Key.Value, StringComparer.Ordinal)
                .Select(server => new ServerShare(server.Key.Value, server.Value, server.Value / (double)responded))],
            isWhole ? InvariantCheck.Of(scenario.Invariants, measures) : [],
            [.. measures.Timeline.Parts.Select((part, second) => SecondReport.Of(second, part))]);
    }

    private static LatencyFigures? ConvergenceOf(ClusterMeasures measures)
    {
        var times = new LatencyStatistics(LatencyBuckets.Fine);
        foreach (var time in measures.Convergence.Times)
        {
            times.Record(time);
        }

        return LatencyFigures.Of(times);
    }
}
