using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Writes the results of <c>load</c> as tables.</summary>
internal static class LoadTables
{
    public static void Write(TextTables tables, LoadResult result)
    {
        tables.Line($"{Figures.Count(result.Requests)} requests to {result.Url} in {result.Seconds:0.00} s, "
            + $"{Figures.Count(result.PerSecond)} per second ({result.Loop} loop), {Figures.Bytes(result.Bytes)}");
        if (result.Interrupted)
        {
            tables.Warn($"Interrupted; the outcome of {Figures.Count(result.Abandoned)} requests in flight is unknown.");
        }

        tables.Table(
            ["latency, ms", ">min", ">mean", ">p50", ">p90", ">p99", ">p99.9", ">max"],
            [Row(result.Loop == "open" ? "from due time" : "from send time", result.LatencyMs), .. result.Loop == "open"
                ? [Row("from send time", result.ServiceMs)]
                : Array.Empty<string[]>()]);
        if (result.Servers.Count > 0)
        {
            ServerShare[] servers = [.. result.Servers.OrderBy(server => server.Id, NaturalOrder.Instance)];
            tables.Table(
                ["server", ">requests", ">share"],
                servers.Select(server => new[] { server.Id, Figures.Count(server.Requests), Figures.Percent(server.Share) }),
                shares: [.. servers.Select(server => server.Share)]);
            tables.Line($"Peak-to-mean ratio of servers: {Figures.Ratio(result.PeakToMean ?? 0)}");
        }

        if (result.Failed > 0)
        {
            tables.Warn($"{Figures.Count(result.Failed)} requests failed:");
            tables.Table(
                ["failure", ">requests", "example"],
                result.Failures.Select(failure => new[] { failure.Kind, Figures.Count(failure.Requests), failure.Example ?? "" }),
                isBad: (_, column) => column <= 1);
        }
    }

    private static string[] Row(string name, LatencyFigures? figures) => figures is null
        ? [name, Figures.None, Figures.None, Figures.None, Figures.None, Figures.None, Figures.None, Figures.None]
        : [name, .. new[] { figures.Min, figures.Mean, figures.P50, figures.P90, figures.P99, figures.P999, figures.Max }.Select(
            value => Figures.Milliseconds(value))];
}
