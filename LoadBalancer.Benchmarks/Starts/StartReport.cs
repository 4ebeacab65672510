using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>Reports the results of a run for people and for programs.</summary>
internal static class StartReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>start.md</c> and <c>start.json</c>.</summary>
    public static async Task WriteAsync(StartRun run, StartOptions options, string folder)
    {
        var machine = await Machine.DescribeAsync(
            await Commands.VersionOfAsync("nginx", "-v"), await Commands.VersionOfAsync("redis-server", "--version"));
        await File.WriteAllTextAsync(Path.Combine(folder, "start.md"), Markdown(run, options, machine));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "start.json"), JsonSerializer.Serialize(new { machine, options, run.Samples }, Json));
    }

    private static string Markdown(StartRun run, StartOptions options, string[] machine)
    {
        var text = new StringBuilder("# How a gateway starts\n\n`dotnet run -c Release --project LoadBalancer.Benchmarks -- start` on ");
        text.Append(string.Join("; ", machine)).Append(".\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Each process on its own core; the load generator, servers and Redis on the others. "
            + $"Median (minimum–maximum) of {options.Rounds} rounds, in turn. Seconds from the start of the process until it serves a "
            + $"request, until `/healthcheck` returns 200, and until it reaches 80 % of its warm performance, in windows of "
            + $"{StartOptions.Window.TotalMilliseconds:F0} ms. Load begins when it is ready: {StartOptions.LoadSeconds} s in a closed "
            + $"loop, 64 connections, 1,000 keys. Warm is the median of the last {StartOptions.WarmSeconds} s; for all gateways it is that "
            + $"of *{StartContenders.WarmingUp}*, because otherwise one that stays slow would seem warm at once. "
            + $"∞: not reached.\n");
        text.Append("\n## By throughput\n");
        AppendTable(text, run.Samples, window => window.Throughput, "requests/s");
        text.Append("\n## By requests per second of CPU time\n\nOn a core that nothing else uses, this equals the throughput; on a "
            + "shared machine it is closer to the throughput without the others.\n");
        AppendTable(text, run.Samples, window => window.PerProcessor, "requests per CPU second");
        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, List<StartSample> samples, Func<StartWindow, double> measure, string unit)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| | first request | ready | 80 % of warm | after ready | first second ÷ warm | "
            + $"{unit} in it | at the end |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var name in StartContenders.Names)
        {
            var own = samples.Where(sample => sample.Contender == name).ToArray();
            var warm = WarmOf(name == Contenders.Yarp ? name : StartContenders.WarmingUp);
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Of(sample => sample.Served)} | {Of(sample => sample.Ready)} | "
                + $"{Of(sample => sample.Reaches(warm, measure))} | {Of(sample => sample.Reaches(warm, measure) - sample.Ready)} | "
                + $"{Of(sample => sample.First(measure) / warm)} | {Of(sample => sample.First(measure), "N0")} | "
                + $"{Of(sample => sample.Warm(measure), "N0")} |\n");

            string Of(Func<StartSample, double> value, string format = "F2") =>
                Spread.Of(own.Select(value)).ToText(format).Replace("Infinity", "∞", StringComparison.Ordinal);
        }

        double WarmOf(string name) =>
            Spread.Of(samples.Where(sample => sample.Contender == name).Select(sample => sample.Warm(measure))).Median;
    }
}
