using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Loading;

/// <summary>Writes the results of <c>load</c> as tables.</summary>
internal static class LoadTables
{
    public static void Write(TextTables tables, LoadResult result)
    {
        var sent = $"{Figures.Count(result.Requests)} requests to {VisibleText.Of(result.Url)}";
        if (result.Errors > 0)
        {
            tables.Warn($"{sent}: {Figures.Count(result.Errors)} errors ({Figures.Percent(result.Errors / (double)result.Requests)})");
        }
        else
        {
            tables.Line($"{sent}: no errors");
        }

        tables.Line($"{Figures.Duration(TimeSpan.FromSeconds(result.Seconds))}, {Figures.Rate(result.PerSecond)} requests per second "
            + $"({result.Loop} loop), {Figures.Bytes(result.Bytes)}");
        if (result.Interrupted)
        {
            tables.Warn(result.Abandoned switch
            {
                0 => "Interrupted.",
                1 => "Interrupted; the outcome of 1 request in flight is unknown.",
                _ => $"Interrupted; the outcome of {Figures.Count(result.Abandoned)} requests in flight is unknown.",
            });
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
                servers.Zip(
                    Figures.PercentColumn(servers.Select(server => (double?)server.Share)),
                    (server, share) => new[] { VisibleText.Name(server.Id), Figures.Count(server.Requests), share }),
                shares: [.. servers.Select(server => server.Share)]);
            if (servers.Length > 1)
            {
                tables.Line($"Busiest server: {VisibleText.Name(servers.MaxBy(server => server.Requests)!.Id)}, "
                    + $"{Figures.Short(result.PeakToMean ?? 0)}× the mean");
            }
        }

        if (result.Errors > 0)
        {
            tables.Table(
                ["error", ">requests", "example"],
                result.ErrorsByKind.Select(error => new[] { error.Kind, Figures.Count(error.Requests), error.Example ?? "" }),
                isBad: (_, column) => column <= 1);
        }
    }

    private static string[] Row(string name, LatencyFigures? figures) => figures is null
        ? [name, Figures.None, Figures.None, Figures.None, Figures.None, Figures.None, Figures.None, Figures.None]
        : [name, .. new[] { figures.Min, figures.Mean, figures.P50, figures.P90, figures.P99, figures.P999, figures.Max }.Select(
            value => Figures.Milliseconds(value))];
}
