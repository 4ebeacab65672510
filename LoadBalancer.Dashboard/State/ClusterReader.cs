using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Reads the store once a second, sooner when it hears of a change, and computes once for all who look. It only reads, with one
/// exception: it marks a gateway that stopped reporting as lost, since there may be no other gateway to do it. It sweeps no
/// leases and puts nothing back, which the gateways do. While nobody looks it reads only what that mark and the alarms need, and
/// computes no snapshot: the statistics are in the store, and are read from there when somebody comes.
/// </summary>
internal sealed partial class ClusterReader(
    IServerRegistry registry,
    ICounterStore counters,
    IStatisticsStore statistics,
    IGatewayExchange gateways,
    IEventLog events,
    IChangeLog changes,
    IReplicaStore replicas,
    ClusterView view,
    ReadSignal reread,
    ViewDemand demand,
    TimeProvider timeProvider,
    ILogger<ClusterReader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Changes in quick succession are read together.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private const int ShownEvents = 200;
    private const int ShownChanges = 100;

    /// <summary>The author of what it notices.</summary>
    private const string Name = "dashboard";

    private readonly SnapshotComposer _composer = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IAsyncDisposable? subscription = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                subscription ??= await TrySubscribeAsync(stoppingToken);
                await TryReadAsync(stoppingToken);
                await Task.Delay(ShortestInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await reread.WaitAsync(Interval - ShortestInterval, stoppingToken);
            }
        }
        finally
        {
            if (subscription is not null)
            {
                await subscription.DisposeAsync();
            }
        }
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        var connection = view.Connection;
        try
        {
            if (connection.IsConnected && !demand.Exists)
            {
                view.Pause();
                await WatchAsync(cancellationToken);
                return;
            }

            var reading = await ReadAsync(cancellationToken);
            var now = connection.Next(isConnected: true, reading.At);
            var range = _composer.Statistics.RangeToRead(reading.At, now.Since);
            _composer.Statistics.Take(reading.At, range, await statistics.ReadAsync(range.First, range.Last, cancellationToken));
            view.Publish(_composer.Next(reading, now));
            if (!connection.IsConnected)
            {
                LogConnected();
            }
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            var lost = connection.Next(isConnected: false, timeProvider.GetUtcNow(), StoreFailure.Describe(exception));
            if (!ReferenceEquals(lost, connection))
            {
                LogLost(StoreFailure.Describe(exception));
            }

            view.PublishLoss(lost);
        }
    }

    /// <summary>What has to go on while nobody looks.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var membership = registry.ReadAsync(cancellationToken);
        var reports = gateways.ReadAsync(Name, cancellationToken);
        await Task.WhenAll(membership, reports);
        _composer.Watch(await membership, (await reports).Reports, timeProvider.GetUtcNow());
    }

    /// <summary>Everything at once: the time of one response, not of seven.</summary>
    private async Task<StoreReading> ReadAsync(CancellationToken cancellationToken)
    {
        var membership = registry.ReadAsync(cancellationToken);
        var leases = registry.ReadLeasesAsync(cancellationToken);
        var reports = gateways.ReadAsync(Name, cancellationToken);
        var totals = counters.ReadTotalsAsync(cancellationToken);
        var happened = events.ReadAsync(ShownEvents, cancellationToken);
        var changed = changes.ReadAsync(new(), ShownChanges, cursor: null, cancellationToken);
        var wanted = replicas.ReadAsync(cancellationToken);
        await Task.WhenAll(membership, leases, reports, totals, happened, changed, wanted);
        return new(
            timeProvider.GetUtcNow(), await membership, await leases, (await reports).Reports, (await reports).Lost, await totals,
            await happened, (await changed).Changes, await wanted);
    }

    /// <summary>Hints are a convenience: the next tick finds what they would have told.</summary>
    private async Task<IAsyncDisposable?> TrySubscribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await registry.SubscribeAsync(reread.Set, cancellationToken);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            LogNotSubscribed(StoreFailure.Describe(exception));
            return null;
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Redis is unreachable; the page keeps what was read last: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(4102, LogLevel.Information, "Connected to Redis")]
    private partial void LogConnected();

    [LoggerMessage(4103, LogLevel.Debug, "Change notifications are unavailable; the next tick reads the changes: {Reason}")]
    private partial void LogNotSubscribed(string reason);
}
