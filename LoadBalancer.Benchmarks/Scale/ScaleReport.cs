using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Reports the results of a run for people and for programs.</summary>
internal static class ScaleReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>scale.md</c> and <c>scale.json</c>.</summary>
    public static async Task WriteAsync(ScaleRun run, ScaleOptions options, string folder)
    {
        var machine = await Machine.DescribeAsync(
            await Commands.VersionOfAsync("nginx", "-v"), await Commands.VersionOfAsync("redis-server", "--version"));
        await File.WriteAllTextAsync(Path.Combine(folder, "scale.md"), Markdown(run, options, machine));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "scale.json"),
            JsonSerializer.Serialize(new { machine, options, run.Costs, run.Idle, run.Changes, run.Connections, run.Gaps }, Json));
    }

    private static string Markdown(ScaleRun run, ScaleOptions options, string[] machine)
    {
        var text = new StringBuilder("# How a gateway scales\n\n`dotnet run -c Release --project LoadBalancer.Benchmarks -- scale` on ");
        text.Append(string.Join("; ", machine)).Append(".\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The gateway with default settings, except without slow start, on its own core; the "
            + $"load generator, servers and Redis on the others. The servers are one nginx on as many loopback addresses. Requests in a "
            + $"closed loop, 64 connections, {ScaleOptions.Keys:N0} keys, {ScaleOptions.WarmUpRequests:N0} warm-up requests. Median "
            + $"(minimum–maximum) of {options.Rounds} rounds of {options.Seconds} s, each with a fresh process, the numbers of servers in "
            + $"turn. Each server is probed every ten minutes, except where stated; the default is every two seconds, which the second "
            + $"table includes.\n");
        AppendCosts(text, [.. run.Costs.Where(sample => sample.Cores == 1)]);
        AppendIdle(text, run.Idle);
        AppendChanges(text, run.Changes);
        AppendConnections(text, run.Connections);
        AppendCores(text, [.. run.Costs.Where(sample => sample.Servers == ScaleOptions.Sizes[0])]);
        if (run.Gaps.Count > 0)
        {
            text.Append("\n## Not measured\n\n").AppendJoin("\n", run.Gaps.Select(gap => $"- {gap}")).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendCosts(StringBuilder text, CostSample[] samples)
    {
        text.Append("\n## Requests\n\n| servers | µs of CPU time per request | vs. 3 servers | requests/s | B allocated per request | peak "
            + "MiB | connections to servers |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        var groups = samples.GroupBy(sample => sample.Servers).OrderBy(group => group.Key).ToArray();
        foreach (var group in groups)
        {
            var (cost, least) = (Of(
                sample => sample.MicrosecondsPerRequest), Spread.Of(groups[0].Select(sample => sample.MicrosecondsPerRequest)));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key:N0} | {cost.ToText("F1")} | {cost.Median / least.Median:F2} | "
                + $"{Of(sample => sample.RequestsPerSecond).ToText("N0")} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Of(sample => sample.AllocatedPerRequest).ToText("F0")} | "
                + $"{Of(sample => sample.PeakMemory).ToText("F0")} | {Of(sample => sample.Connections).Median:N0} |\n");

            Spread Of(Func<CostSample, double> value) => Spread.Of(group.Select(value));
        }
    }

    private static void AppendIdle(StringBuilder text, List<IdleSample> samples)
    {
        text.Append("\n## Without requests\n\n| servers | probed | share of a core | MiB |\n| --- | --- | --- | --- |\n");
        foreach (var sample in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {sample.Servers:N0} | {(sample.Probes ? "every 2 s" : "every 10 min")} | "
                + $"{sample.Busy * 100:F1} % | {sample.Memory:F0} |\n");
        }
    }

    private static void AppendChanges(StringBuilder text, List<ChangeSample> samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Membership changes\n\nA server leaves or rejoins, "
            + $"{ScaleOptions.Changes} times. Times in ms from the start of a change; CPU time is the gateway's, per change.\n\n"
            + $"| servers | stored in Redis | used by the gateway | CPU time | of which building the snapshot | response of /stats |\n"
            + $"| --- | --- | --- | --- | --- | --- |\n");
        foreach (var sample in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {sample.Servers:N0} | {Spread.Of(sample.Written).ToText("F1")} | "
                + $"{Spread.Of(sample.Seen).ToText("F1")} | {sample.Processor:F1} | {sample.Building:F2} | {sample.Statistics:F1} |\n");
        }
    }

    private static void AppendConnections(StringBuilder text, List<ConnectionsSample> samples)
    {
        text.Append("\n## Idle connections\n\nKeep-alive connections of clients that sent one request and are then idle; at the end, each "
            + "of them sends another request.\n\n| connections | KiB each | share of a core, before and with them | µs per request of "
            + "other clients, before and with them | ms until the response, median and slowest |\n| --- | --- | --- | --- | --- |\n");
        foreach (var sample in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {sample.Connections:N0} | {sample.KibiEach:F1} | {sample.BusyWithout * 100:F1} "
                + $"%, {sample.BusyWith * 100:F1} % | {sample.CostWithout:F1}, {sample.CostWith:F1} "
                + $"| {sample.Median:F2}, {sample.Slowest:F1} |\n");
        }
    }

    private static void AppendCores(StringBuilder text, CostSample[] samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Cores\n\nThree servers. On {Environment.ProcessorCount} cores, the load "
            + $"generator and the servers share all cores but the first with the gateway, so requests/s is what the whole machine can do. "
            + $"The cost of a request shows how the gateway scales: threads that wait for each other would raise it.\n\n"
            + $"| cores | µs of CPU time per request | requests/s | cores used by the gateway | requests/s per core used |\n"
            + $"| --- | --- | --- | --- | --- |\n");
        foreach (var group in samples.GroupBy(sample => sample.Cores).OrderBy(group => group.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {Of(sample => sample.MicrosecondsPerRequest).ToText("F1")} | "
                + $"{Of(sample => sample.RequestsPerSecond).ToText("N0")} | {Of(sample => sample.Busy).ToText("F2")} | "
                + $"{Of(sample => sample.RequestsPerSecond / sample.Busy).ToText("N0")} |\n");

            Spread Of(Func<CostSample, double> value) => Spread.Of(group.Select(value));
        }
    }
}
