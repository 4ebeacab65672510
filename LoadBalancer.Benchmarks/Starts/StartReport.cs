using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>What a run has shown, for people and for programs.</summary>
internal static class StartReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>start.md</c> and <c>start.json</c>.</summary>
    public static async Task WriteAsync(StartRun run, StartOptions options, string folder)
    {
        var machine = await Machine.DescribeAsync(await Commands.VersionOfAsync("nginx", "-v"), await Commands.VersionOfAsync("redis-server", "--version"));
        await File.WriteAllTextAsync(Path.Combine(folder, "start.md"), Markdown(run, options, machine));
        await File.WriteAllTextAsync(Path.Combine(folder, "start.json"), JsonSerializer.Serialize(new { machine, options, run.Samples }, Json));
    }

    private static string Markdown(StartRun run, StartOptions options, string[] machine)
    {
        var text = new StringBuilder("# How a gateway starts\n\n`dotnet run -c Release --project LoadBalancer.Benchmarks -- start` on ");
        text.Append(string.Join("; ", machine)).Append(".\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Each process on one core of its own; load, servers and Redis on the others. Seconds from the start of the process: until it serves a request, until `/healthcheck` is 200, and until it serves {StartOptions.Most * 100:F0} % of what it serves when it is warm. Load begins when it is ready: {StartOptions.LoadSeconds} s, as fast as it is answered, 64 connections, 1,000 keys; warm is the median of the last {StartOptions.WarmSeconds} s, in windows of {StartOptions.Window.TotalMilliseconds:F0} ms. Median (least–most) of {options.Rounds} rounds, in turn.\n\n");
        text.Append("| | first request | ready | 80 % of warm | after ready | first second of load, of warm | requests/s, warm |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var name in StartContenders.Names)
        {
            var own = run.Samples.Where(sample => sample.Contender == name).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Of(sample => sample.Served)} | {Of(sample => sample.Ready)} | {Of(sample => sample.Most)} | {Of(sample => sample.MostAfterReady)} | {Of(sample => sample.FirstSecond)} | {Of(sample => sample.Warm, "N0")} |\n");

            string Of(Func<StartSample, double> value, string format = "F2") => Spread.Of(own.Select(value)).ToText(format);
        }

        return text.ToString();
    }
}
