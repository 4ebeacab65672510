using System.Globalization;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>Writes a forecast as tables.</summary>
internal static class WhatIfTables
{
    public static void Write(TextTables tables, WhatIfResult result)
    {
        var what = result.Source == "log" ? "requests" : "keys";
        var change = result.AlgorithmAfter is { } other ? $"{result.Algorithm} → {other}" : result.Algorithm;
        tables.Line($"{Figures.Count(result.Keys)} {what} placed with {change}");
        tables.Table(
            ["placement", ">before", ">after"],
            [
                ["servers", Figures.Count(result.Before.Servers), Figures.Count(result.After.Servers)],
                ["peak-to-mean ratio", Figures.Ratio(result.Before.PeakToMean), Figures.Ratio(result.After.PeakToMean)],
                ["relative deviation", Figures.Percent(result.Before.RelativeDeviation), Figures.Percent(result.After.RelativeDeviation)],
            ]);
        tables.Line($"Moved: {Figures.Percent(result.Moved)} of the {what}; if shares followed the weights exactly: "
            + $"{Figures.Percent(result.Ideal)}; between unchanged servers: {Figures.Percent(result.MovedBetweenOld)}");
        ServerForecast[] servers = [.. result.Servers.OrderBy(server => server.Id, NaturalOrder.Instance)];
        var before = Figures.PercentColumn(servers.Select(server => server.WeightBefore is null ? (double?)null : server.ShareBefore));
        var after = Figures.PercentColumn(servers.Select(server => server.WeightAfter is null ? (double?)null : server.ShareAfter));
        tables.Table(
            ["server", ">weight", ">share before", ">share after"],
            servers.Select((server, i) => new[] { server.Id, WeightOf(server), before[i], after[i] }));
        if (result.Log is { } log)
        {
            LogLines.Write(tables, log);
        }

        if (result.WithoutKey > 0)
        {
            tables.Line($"{Figures.Count(result.WithoutKey.Value)} requests had no key and were skipped.");
        }
    }

    private static string WeightOf(ServerForecast server) => (server.WeightBefore, server.WeightAfter) switch
    {
        (null, { } after) => string.Create(CultureInfo.InvariantCulture, $"new ({after})"),
        ({ }, null) => "removed",
        _ when server.Drains => string.Create(CultureInfo.InvariantCulture, $"{server.WeightAfter}, draining"),
        var (before, after) when before == after => string.Create(CultureInfo.InvariantCulture, $"{before}"),
        var (before, after) => string.Create(CultureInfo.InvariantCulture, $"{before} → {after}"),
    };
}
