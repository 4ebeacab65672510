using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Reports the results of a run for people and for programs.</summary>
internal static class ProxyReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly string[] Names = [Contenders.Nginx, Contenders.HaProxy, Contenders.Yarp, Contenders.Bare, Contenders.Full];

    /// <summary>Writes <c>proxy.md</c> and <c>proxy.json</c>.</summary>
    public static async Task WriteAsync(ProxyRun run, ProxyOptions options, string folder)
    {
        var machine = await Machine.DescribeAsync(
            await Commands.VersionOfAsync("nginx", "-v"),
            await Commands.VersionOfAsync("haproxy", "-v"),
            $"YARP {typeof(global::Yarp.ReverseProxy.Configuration.DestinationConfig).Assembly.GetName().Version}");
        await File.WriteAllTextAsync(Path.Combine(folder, "proxy.md"), Markdown(run, options, machine));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "proxy.json"),
            JsonSerializer.Serialize(new { machine, options, run.Samples, run.Cold, run.Latencies, run.Gaps }, Json));
    }

    private static string Markdown(ProxyRun run, ProxyOptions options, string[] machine)
    {
        var text = new StringBuilder("# Proxies side by side\n\n`dotnet run -c Release --project LoadBalancer.Benchmarks -- proxy` on ");
        text.Append(string.Join("; ", machine)).Append(".\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Median (minimum–maximum) of {options.Rounds} rounds of {options.Seconds} s, in turn. "
            + $"The proxies share one core, and only one of them is under load at a time; the load generator and three servers use the "
            + $"others. 1,000 keys in a closed loop; the HTTP/2 scenario sends a single key, so proxies that hash keys use one server "
            + $"there, unless they bound its load. Peak memory is that of the first round, so it covers the table's scenario and those "
            + $"before it.\n");
        foreach (var scenario in Scenario.All)
        {
            AppendTable(text, scenario.Name, [.. run.Samples.Where(sample => sample.Scenario == scenario.Name)]);
        }

        AppendTable(text, $"the first {ProxyOptions.ColdSeconds} s of a process, {Scenario.Ordinary.Name}", run.Cold);
        AppendLatencies(text, run.Latencies);
        if (run.Gaps.Count > 0)
        {
            text.Append("\n## Not measured\n\n");
            foreach (var gap in run.Gaps.GroupBy(gap => gap, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {gap.Key}{(gap.Count() > 1 ? $" ({gap.Count()} times)" : "")}\n");
            }
        }

        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, string title, IReadOnlyList<Sample> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(title[0])}{title[1..]}\n\n"
            + $"| | µs of CPU time per request | vs. nginx | vs. HAProxy | vs. plain YARP | requests/s | peak MiB | B allocated per "
            + $"request |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        var costs = samples.GroupBy(sample => sample.Contender, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => Spread.Of(group.Select(sample => sample.MicrosecondsPerRequest)), StringComparer.Ordinal);
        foreach (var name in Names.Where(costs.ContainsKey))
        {
            var own = samples.Where(sample => sample.Contender == name).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {costs[name].ToText("F1")} | {Ratio(Contenders.Nginx)} | "
                + $"{Ratio(Contenders.HaProxy)} | {Ratio(Contenders.Yarp)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Spread.Of(own.Select(sample => sample.RequestsPerSecond)).ToText("N0")} | "
                + $"{own[0].PeakMemory:F0} | {Allocated(own)} |\n");

            string Ratio(string other) => costs.TryGetValue(other, out var cost)
                ? (costs[name].Median / cost.Median).ToString("F2", CultureInfo.InvariantCulture)
                : "";
        }
    }

    private static string Allocated(Sample[] samples) =>
        samples is [{ AllocatedPerRequest: not null }, ..]
            ? Spread.Of(samples.Select(sample => sample.AllocatedPerRequest!.Value)).ToText("F0")
            : "";

    private static void AppendLatencies(StringBuilder text, List<LatencySample> latencies)
    {
        if (latencies.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## Latency at {latencies[0].Rate:N0} requests/s, half of plain YARP's throughput\n\n"
            + $"Open loop: milliseconds from when each request was due; late: how late the load generator itself was at the 99th "
            + $"percentile.\n\n"
            + $"| | p50 | p99 | p99.9 | late |\n| --- | --- | --- | --- | --- |\n");
        foreach (var own in Names.Select(name => (Name: name, Samples: latencies.Where(latency => latency.Contender == name).ToArray()))
            .Where(own => own.Samples.Length > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {own.Name} | {Of(sample => sample.P50)} | {Of(sample => sample.P99)} | "
                + $"{Of(sample => sample.P999)} | {Of(sample => sample.Late)} |\n");

            string Of(Func<LatencySample, double> value) => Spread.Of(own.Samples.Select(value)).ToText("F2");
        }
    }
}
