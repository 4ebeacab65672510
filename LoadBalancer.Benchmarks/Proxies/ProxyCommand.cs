namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// Measures nginx, HAProxy, plain YARP and the gateway side by side. Needs nginx, haproxy, wrk, h2load, redis-server and two cores.
/// </summary>
internal static class ProxyCommand
{
    private const string Folder = "docs/benchmarks";

    /// <returns>The exit code: 0, or 1 if something is missing or could not be measured.</returns>
    public static async Task<int> RunAsync(TextWriter log, ProxyOptions options)
    {
        if (!await Programs.AreAvailableAsync(log, "taskset", "nginx", "haproxy", "wrk", "h2load", "redis-server", "git"))
        {
            return 1;
        }

        await using var rig = await Rig.StartAsync();
        var run = new ProxyRun(rig, options, log);
        await run.RunAsync();
        await ProxyReport.WriteAsync(run, options, Folder);
        await log.WriteLineAsync($"Written: {Folder}/proxy.md, {Folder}/proxy.json. Not measured: {run.Gaps.Count}");
        return run.Gaps.Count == 0 ? 0 : 1;
    }
}
