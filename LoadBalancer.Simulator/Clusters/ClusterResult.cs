using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Clusters.Invariants;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>What a simulation showed: the JSON of <c>--json</c>. Figures are of requests that came after the warm-up.</summary>
/// <param name="Description">The scenario's.</param>
/// <param name="Seed">The scenario's.</param>
/// <param name="Interrupted">Whether it was ended early: no invariant is judged then.</param>
/// <param name="VirtualSeconds">How much time passed in it.</param>
/// <param name="Events">How many events happened in it.</param>
/// <param name="Requests">Requests that came.</param>
/// <param name="InFlight">Those that had not ended when it ended.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Failures">How.</param>
/// <param name="Tries">Servers that requests were sent to, more than one for some.</param>
/// <param name="Spilled">Requests sent past their owner because it had too many.</param>
/// <param name="LatencyMs">Of those that ended.</param>
/// <param name="PeakToMean">How much the busiest server had, relative to the mean of those that had any.</param>
/// <param name="Changes">Changes of the membership.</param>
/// <param name="ConvergenceMs">From a change until every gateway that reaches the registry uses it.</param>
/// <param name="DisagreementMs">The longest time for which such gateways placed keys differently.</param>
/// <param name="PlacementsAtEnd">Different placements among the gateways at the end.</param>
/// <param name="PeakLoad">The greatest number in flight on a server, relative to what the bound allowed it.</param>
/// <param name="Moved">The greatest part of the keys that one step of the ring moved.</param>
/// <param name="MovedBetweenOld">The part that moved between two servers that stayed as they were.</param>
/// <param name="DetectionMs">From the death of a server to the last request that was sent to it first.</param>
/// <param name="LivingRemoved">Servers that live and were removed.</param>
/// <param name="NewcomerShare">What new servers got at first, relative to their part.</param>
/// <param name="Amplification">Tries for each request, in the worst second.</param>
/// <param name="Servers">Who had what.</param>
/// <param name="Invariants">What must hold, and whether it does.</param>
/// <param name="OverTime">Second by second.</param>
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
            requests.Tries,
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
            [.. requests.Servers.OrderBy(server => server.Key, StringComparer.Ordinal)
                .Select(server => new ServerShare(server.Key, server.Value, server.Value / (double)responded))],
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
