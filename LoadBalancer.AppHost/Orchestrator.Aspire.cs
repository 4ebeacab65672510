using Aspire.Hosting;
using LoadBalancer.AppHost.AspireModel;
using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost;

/// <summary>Who starts the topology: here, .NET Aspire.</summary>
internal static class Orchestrator
{
    /// <summary>Whether it takes arguments of its own beside ours.</summary>
    public static bool TakesArguments => true;

    public static async Task<int> RunAsync(string[] arguments, TopologyOptions options, ILaunchOutput output)
    {
        output.WriteLine("Orchestrator: .NET Aspire (for the built-in launcher: build with -p:UseAspire=false)");
        var builder = DistributedApplication.CreateBuilder(arguments);
        builder.AddCluster(options);
        await builder.Build().RunAsync();
        return ExitCode.Success;
    }
}
