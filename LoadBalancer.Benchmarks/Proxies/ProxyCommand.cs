namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Measures nginx, HAProxy, plain YARP and the gateway side by side. Needs nginx, haproxy, wrk, h2load, redis-server and two cores.</summary>
internal static class ProxyCommand
{
    private const string Folder = "docs/benchmarks";
    private static readonly string[] Programs = ["taskset", "nginx", "haproxy", "wrk", "h2load", "redis-server", "git"];

    /// <returns>The exit code: 0, or 1 if something is missing or could not be measured.</returns>
    public static async Task<int> RunAsync(TextWriter log, ProxyOptions options)
    {
        var missing = Programs.Where(program => !Folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToArray();
        if (missing.Length > 0 || Environment.ProcessorCount < 2)
        {
            await log.WriteLineAsync($"error: needs two cores and {string.Join(", ", missing.DefaultIfEmpty("nothing else"))}");
            return 1;
        }

        await using var rig = await Rig.StartAsync();
        var run = new ProxyRun(rig, options, log);
        await run.RunAsync();
        await ProxyReport.WriteAsync(run, options, Folder);
        await log.WriteLineAsync($"Written: {Folder}/proxy.md, {Folder}/proxy.json. Not measured: {run.Gaps.Count}");
        return run.Gaps.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Folders => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
}
