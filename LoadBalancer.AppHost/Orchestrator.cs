#if ASPIRE
using LoadBalancer.AppHost.AspireModel;
#endif
using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost;

/// <summary>Who starts the topology: .NET Aspire where this was built with it, else the built-in launcher.</summary>
internal static class Orchestrator
{
    private const string NeedsAspire = "needs Aspire: build with -p:UseAspire=true, or leave it out.";

    /// <summary>Also where it was built with Aspire, <c>LOADBALANCER_ORCHESTRATOR=built-in</c> asks for the launcher.</summary>
    public static bool IsAspire =>
#if ASPIRE
        !string.Equals(Environment.GetEnvironmentVariable("LOADBALANCER_ORCHESTRATOR"), "built-in", StringComparison.OrdinalIgnoreCase);
#else
        false;
#endif

    public static async Task<int> RunAsync(string[] foreignArguments, TopologyOptions options, ILaunchOutput output)
    {
#if ASPIRE
        if (IsAspire)
        {
            return await AspireOrchestrator.RunAsync(foreignArguments, options, output);
        }
#endif
        var problems = ProblemsWithoutAspire(options).ToArray();
        foreach (var problem in problems)
        {
            output.WriteErrorLine(problem);
        }

        return problems.Length > 0 ? ExitCode.Configuration : await new BuiltInLauncher(output, TimeProvider.System).RunAsync(options);
    }

    private static IEnumerable<string> ProblemsWithoutAspire(TopologyOptions options)
    {
        if (options.PublishTo is { } target)
        {
            yield return $"--publish-to is '{target.ToString().ToLowerInvariant()}'; it {NeedsAspire}";
        }

        if (options.RedisVolume is { } volume)
        {
            yield return $"--redis-volume is '{volume}'; the embedded store keeps nothing, and a volume {NeedsAspire}";
        }
    }
}
