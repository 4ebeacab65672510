using System.Collections.Immutable;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Registry.Loads;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.State;

/// <summary>
/// Tells the other gateways what this one has in flight and takes over what they say. When the store has been out of
/// reach for as long as a report counts, the others' figures are forgotten: this gateway then bounds its own load.
/// </summary>
internal sealed partial class LoadExchanger(
    ILoadExchange exchange, ClusterLoad load, IOptions<GatewayOptions> options, TimeProvider timeProvider, ILogger<LoadExchanger> logger)
    : BackgroundService
{
    private readonly string _gateway = $"{options.Value.Id}.{Guid.NewGuid():N}";
    private long _sequence;
    private long _learnt = timeProvider.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
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
            var report = new LoadReport(_gateway, ++_sequence, load.ReadHere());
            load.SetElsewhere(await exchange.ExchangeAsync(report, options.Value.LoadInterval, cancellationToken));
            _learnt = timeProvider.GetTimestamp();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception.Message);
            if (timeProvider.GetElapsedTime(_learnt) >= LoadReport.Lifetime)
            {
                load.SetElsewhere(ImmutableDictionary<string, int>.Empty);
            }
        }
    }

    [LoggerMessage(3101, LogLevel.Debug, "The exchange of load did not come through: {Reason}")]
    private partial void LogFailed(string reason);
}
