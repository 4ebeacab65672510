using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Watching;

/// <summary>
/// Removes servers that have been without their lease for too long. Runs in every gateway; the registry ensures that only one at a time
/// does the work.
/// </summary>
internal sealed partial class LeaseSweeper(
    IServerRegistry registry,
    ILivenessEvidence evidence,
    IOptions<RegistryOptions> options,
    TimeProvider timeProvider,
    LoopLog<LeaseSweeper> log) : BackgroundService
{
    private readonly ILogger _logger = log.Logger;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>
    /// Runs until the token is cancelled. A simulation in virtual time calls this on its own thread, while
    /// <see cref="BackgroundService.StartAsync"/> begins on a pool thread.
    /// </summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.SweepInterval;
        using var timer = new PeriodicTimer(interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var id in await registry.RemoveExpiredAsync(interval, evidence, stoppingToken))
                {
                    LogRemoved(id);
                }
            }
            catch (Exception exception) when (!StoreFailure.IsStop(exception, stoppingToken))
            {
                if (!log.TryRecordFault(exception))
                {
                    LogFailed(StoreFailure.Describe(exception));
                }
            }
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "Removed server {Id}: its lease expired")]
    private partial void LogRemoved(ServerId id);

    [LoggerMessage(2302, LogLevel.Debug, "The sweep for expired leases failed: {Reason}")]
    private partial void LogFailed(string reason);
}
