using Aspire.Hosting;
using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.AspireModel;

/// <summary>Hands the topology to Aspire, to be run or to be published.</summary>
internal static class AspireOrchestrator
{
    public static async Task<int> RunAsync(string[] arguments, TopologyOptions options, ILaunchOutput output)
    {
        output.WriteLine("Orchestrator: .NET Aspire (for the built-in launcher: build with -p:UseAspire=false)");
        var builder = DistributedApplication.CreateBuilder(arguments);
        builder.AddCluster(options);
        await builder.Build().RunAsync();
        return ExitCode.Success;
    }
}
