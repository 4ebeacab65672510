using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Holds the cluster in an existing Redis from the start of the application until its servers are reported, and stops the application if
/// the cluster is lost.
/// </summary>
internal sealed class ClusterHold(
    AppHostOptions options, IConfiguration configuration, AppHostExit exit, TimeProvider time, LoopLog<ClusterClaim> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var store = await ExternalStore.OpenAsync(options, configuration, time, stoppingToken);
            await store.ClaimCluster().HoldAsync(log, stoppingToken);
        }
        catch (StartException rejection)
        {
            exit.Fail(rejection.Message.TrimEnd('.'), rejection.Code);
        }
        catch (Exception failure) when (StoreFailure.IsStop(failure, stoppingToken))
        {
            // The application is stopping.
        }
    }
}
