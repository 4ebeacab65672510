using System.Diagnostics;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Measures how a gateway scales with servers, connections and cores. Needs nginx, wrk, redis-server and two cores.</summary>
internal static class ScaleCommand
{
    private const string Folder = "docs/benchmarks";

    /// <returns>The exit code: 0, or 1 if something is missing or could not be measured.</returns>
    public static async Task<int> RunAsync(TextWriter log, ScaleOptions options)
    {
        if (!await Programs.AreAvailableAsync(log, "taskset", "nginx", "wrk", "redis-server", "git"))
        {
            return 1;
        }

        if (!OperatingSystem.IsLinux())
        {
            await log.WriteLineAsync("error: requires Linux, because resource usage is read from /proc");
            return 1;
        }

        // This process writes the changes and holds the clients, so it must not run on the gateway's core.
        using var self = Process.GetCurrentProcess();
        self.ProcessorAffinity = ((nint)1 << Environment.ProcessorCount) - 2;
        var run = new ScaleRun(options, log);
        await run.RunAsync();
        await ScaleReport.WriteAsync(run, options, Folder);
        await log.WriteLineAsync(
            $"Written: {Folder}/scale.md, {Folder}/scale.json. Not measured: {string.Join("; ", run.Gaps.DefaultIfEmpty("nothing"))}");
        return run.Gaps.Count == 0 ? 0 : 1;
    }
}
