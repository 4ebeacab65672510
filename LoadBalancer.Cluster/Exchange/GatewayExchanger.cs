using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Exchanges reports with the other gateways. When no exchange has succeeded for the lifetime of a report, the others are forgotten: this
/// gateway then bounds its own load, probes every server, and relies on the health that it observes itself. When it shuts down gracefully,
/// it leaves.
/// </summary>
internal sealed partial class GatewayExchanger(
    IGatewayExchange exchange,
    GatewayReporter reporter,
    ReportReceiver receiver,
    IOptions<PlacementOptions> options,
    TimeProvider timeProvider,
    LoopLog<GatewayExchanger> log) : BackgroundService
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = log.Logger;
    private long _heard = timeProvider.GetTimestamp();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var farewell = new CancellationTokenSource(FarewellTimeout, timeProvider);
        try
        {
            await exchange.LeaveAsync(reporter.Id, reporter.Process, farewell.Token);
        }
        catch (Exception exception)
        {
            _ = StoreFailure.IsStop(exception, farewell.Token) || log.TryRecordFault(exception);
            LogNotLeft(StoreFailure.Describe(exception));
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>
    /// Runs until the token is cancelled. A simulation in virtual time calls this on its own thread, while
    /// <see cref="BackgroundService.StartAsync"/> begins on a pool thread.
    /// </summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LoadInterval, timeProvider);
        do
        {
            await TryExchangeAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryExchangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var others = await exchange.ExchangeAsync(reporter.Next(log.LatestFault), options.Value.LoadInterval, cancellationToken);
            _heard = timeProvider.GetTimestamp();
            await receiver.TakeAsync(others, cancellationToken);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogFailed(StoreFailure.Describe(exception));
            }

            if (timeProvider.GetElapsedTime(_heard) >= GatewayReport.Lifetime)
            {
                receiver.Forget();
            }
        }
    }

    [LoggerMessage(3101, LogLevel.Debug, "The exchange with the other gateways failed: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(3102, LogLevel.Warning, "The gateway is stopping and could not sign off; the others will report it as lost: {Reason}")]
    private partial void LogNotLeft(string reason);
}
