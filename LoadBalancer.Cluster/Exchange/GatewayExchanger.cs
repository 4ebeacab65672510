using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Tells the other gateways what this one has in flight and thinks of servers, and takes over what they say. When the
/// store has been out of reach for as long as a report counts, the others are forgotten: this gateway then bounds its
/// own load, probes every server and trusts its own eyes. When it stops in order, it leaves.
/// </summary>
internal sealed partial class GatewayExchanger(
    IGatewayExchange exchange,
    ClusterLoad load,
    ClusterState state,
    HealthMonitor health,
    VerdictPublisher verdicts,
    IRejectionCount rejections,
    GatewayIdentity identity,
    IOptions<PlacementOptions> options,
    TimeProvider timeProvider,
    ILogger<GatewayExchanger> logger) : BackgroundService
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(3);

    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();
    private readonly string _gateway = identity.Process;
    private NamesakeWatch? _namesakes;
    private long _sequence;
    private long _learnt = timeProvider.GetTimestamp();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var farewell = new CancellationTokenSource(FarewellTimeout, timeProvider);
        try
        {
            await exchange.LeaveAsync(identity.Id, _gateway, farewell.Token);
        }
        catch (Exception exception)
        {
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
            var (up, down) = health.Vote();
            var report = new GatewayReport(_gateway, ++_sequence, load.ReadHere(), up, down) { Status = StatusOf(state.Cluster) };
            var others = await exchange.ExchangeAsync(report, options.Value.LoadInterval, cancellationToken);
            Take(others);
            _learnt = timeProvider.GetTimestamp();
            WarnOfNamesakes(others);
            await verdicts.HearAsync(others, cancellationToken);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            LogFailed(StoreFailure.Describe(exception));
            if (timeProvider.GetElapsedTime(_learnt) >= GatewayReport.Lifetime)
            {
                Take(OtherGateways.None);
            }
        }
    }

    private void WarnOfNamesakes(OtherGateways others)
    {
        _namesakes ??= new(identity.Id, _gateway);
        if (_namesakes.HasBegun(others.Gateways, timeProvider.GetUtcNow()))
        {
            LogNamesake(identity.Id);
        }
    }

    private GatewayStatus StatusOf(ClusterSnapshot cluster)
    {
        var servers = cluster.Membership.Servers;
        var members = cluster.Placement.Members;
        return new(
            identity.Id,
            _started,
            cluster.Membership.Epoch,
            cluster.Membership.Version,
            cluster.Digest,
            cluster.Placement.Algorithm,
            cluster.Health.IsPanic,
            Where(server => !cluster.Health.IsHealthy(server), server => cluster.Health.Reasons[server]),
            Where(server => members[server].Weight != servers[server].Weight, server => members[server].Weight))
        {
            Refused = rejections.Total,
        };

        ImmutableDictionary<string, T> Where<T>(Func<int, bool> isIncluded, Func<int, T> value) =>
            Enumerable.Range(0, servers.Length)
                .Where(isIncluded)
                .ToImmutableDictionary(server => servers[server].Id, value, StringComparer.Ordinal);
    }

    private void Take(OtherGateways others)
    {
        load.SetElsewhere(others.InFlight);
        health.Hear(_gateway, others);
    }

    [LoggerMessage(3101, LogLevel.Debug, "The exchange with the other gateways failed: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(3103, LogLevel.Warning,
        "Another gateway also reports as '{Id}': give each gateway its own Gateway:Id. Until then the loss of one of them " +
        "goes unnoticed. The default is the machine name.")]
    private partial void LogNamesake(string id);

    [LoggerMessage(3102, LogLevel.Warning, "The gateway is stopping and could not sign off; the others will report it as lost: {Reason}")]
    private partial void LogNotLeft(string reason);
}
