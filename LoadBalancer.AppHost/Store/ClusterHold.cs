using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Holds the cluster in a store that runs already from the start of the application until its servers are reported, and ends the
/// application where it is lost.
/// </summary>
internal sealed class ClusterHold(
    AppHostOptions options, IConfiguration configuration, AppHostExit exit, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var store = await ExternalStore.OpenAsync(options, configuration, time, stoppingToken);
            await store.ClaimCluster().HoldAsync(stoppingToken);
        }
        catch (StartException rejection)
        {
            exit.Fail(rejection.Message.TrimEnd('.'), rejection.Code);
        }
        catch (Exception failure) when (StoreFailure.IsStop(failure, stoppingToken))
        {
            // Everything stops.
        }
    }
}
