using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>Measures the time between the start of a process and its full speed. Needs nginx, wrk, redis-server and two cores.</summary>
internal static class StartCommand
{
    private const string Folder = "docs/benchmarks";

    /// <returns>The exit code: 0, or 1 if something is missing or failed, in which case nothing is written.</returns>
    public static async Task<int> RunAsync(TextWriter log, StartOptions options)
    {
        if (!await Programs.AreAvailableAsync(log, "taskset", "nginx", "wrk", "redis-server", "git"))
        {
            return 1;
        }

        // This process sends requests and observes, so it must not run on the measured core.
        await Commands.RunAsync(Cores.Load, "taskset", "-apc", Cores.Load, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        await using var rig = await Rig.StartAsync();
        var published = Path.Combine(rig.Folder, "published");
        await StartContenders.PublishAsync(published);
        var run = new StartRun(rig, published, options, log);
        await run.RunAsync();
        if (run.Errors.Count > 0)
        {
            await log.WriteLineAsync($"Nothing was written: {string.Join("; ", run.Errors)}");
            return 1;
        }

        await StartReport.WriteAsync(run, options, Folder);
        await log.WriteLineAsync($"Written: {Folder}/start.md, {Folder}/start.json");
        return 0;
    }
}
