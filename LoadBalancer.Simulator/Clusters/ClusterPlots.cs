using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.Clusters.Scenarios;
using Plot = ScottPlot.Plot;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>The charts of a simulation: the requests as clients see them, and the behavior of the cluster.</summary>
internal static class ClusterPlots
{
    public static Figure Draw(Scenario scenario, ClusterResult result)
    {
        double[] seconds = [.. result.OverTime.Select(part => (double)part.Second)];
        (double Second, string What)[] marks = [.. scenario.Events.Select(planned => (planned.At.TotalSeconds, planned.Name))];
        return new(
        [
            Draw(
                "Requests and failures",
                "per second",
                [Series("requests", part => part.Requests), Series("spilled (owner overloaded)", part => part.Spilled)],
                Series("failed", part => part.Failures) with { IsBad = true }),
            Draw("Latency", "milliseconds", [Series("p50", part => part.P50Ms), Series("p99", part => part.P99Ms)]),
            Draw("In-flight requests of the busiest server, relative to its load bound", "", [Series("peak", part => part.PeakLoad)]),
            Draw(
                "Attempts per request, and distinct placements among gateways, per second",
                "",
                [
                    Series("attempts", part => part.Requests == 0 ? 0 : part.Tries / (double)part.Requests),
                    Series("placements", Placements()),
                ]),
        ]);

        // Seconds of the warm-up are not counted; without a gap they would look like seconds without requests.
        LineSeries Series(string name, Func<SecondReport, double> value) =>
            new(name, [.. result.OverTime.Select(part => part.Second < scenario.Warmup.TotalSeconds ? double.NaN : value(part))]);

        Plot Draw(string title, string left, IReadOnlyList<LineSeries> lines, params LineSeries[] bad) =>
            TimeChart.Draw(title, left, seconds, [], [.. lines, .. bad], marks);

        // In a second in which no gateway publishes, the number of placements does not change.
        Func<SecondReport, double> Placements()
        {
            var last = 1;
            return part => last = part.Placements > 0 ? part.Placements : Math.Min(last, 1);
        }
    }
}
