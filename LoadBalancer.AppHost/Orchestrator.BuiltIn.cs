using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost;

/// <summary>Who starts the topology: here, the built-in launcher.</summary>
internal static class Orchestrator
{
    /// <summary>Whether it takes arguments of its own beside ours.</summary>
    public static bool TakesArguments => false;

    private const string NeedsAspire = "needs Aspire: dotnet run -p:UseAspire=true, or leave it out.";

    public static async Task<int> RunAsync(string[] arguments, TopologyOptions options, ILaunchOutput output)
    {
        string[] problems =
        [
            .. options.PublishTo is { } target ? [$"--publish-to is '{target.ToString().ToLowerInvariant()}'; it {NeedsAspire}"] : Array.Empty<string>(),
            .. options.RedisVolume is { } volume ? [$"--redis-volume is '{volume}'; the embedded store keeps nothing, and a volume {NeedsAspire}"] : Array.Empty<string>(),
        ];
        foreach (var problem in problems)
        {
            output.WriteErrorLine(problem);
        }

        return problems.Length > 0 ? ExitCode.Configuration : await new BuiltInLauncher(output, TimeProvider.System).RunAsync(options);
    }
}
