using System.Collections.Immutable;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Reads Redis once a second, sooner after a change, and computes one snapshot for all viewers. It neither sweeps leases nor restores a
/// lost membership, which the gateways do. Without viewers it reads only what the alarms require, and computes no snapshot: the statistics
/// are in Redis, and are read from there for the next viewer.
/// </summary>
internal sealed partial class ClusterReader(
    StoreReader reader,
    SnapshotComposer composer,
    ViewDemand demand,
    ReadSignal reread,
    TimeProvider timeProvider,
    LoopLog<ClusterReader> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The minimum interval, so that changes in quick succession are read together.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = log.Logger;
    private readonly ClusterView _view = demand.View;
    private readonly PolicyDifferenceTracker _differences = new();

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
        var connection = _view.Connection;
        try
        {
            if (connection.IsConnected && !demand.Exists)
            {
                _view.Pause();
                var (membership, reports) = await reader.ReadVitalsAsync(cancellationToken);
                composer.Watch(membership, reports, timeProvider.GetUtcNow());
                Compare(PolicyDifference.Among(reports.Select(report => report.Status).OfType<GatewayStatus>(), membership.Algorithm));
                return;
            }

            var reading = await reader.ReadAsync(timeProvider, cancellationToken);
            var now = connection.Reached(reading.At);
            await composer.ReadStatisticsAsync(reading.At, now.Since, cancellationToken);
            var snapshot = composer.Next(reading, now);
            if (!connection.IsConnected)
            {
                LogConnected();
            }

            Compare(snapshot.PolicyDifferences);
            _view.Publish(snapshot);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (log.TryRecordFault(exception))
            {
                _view.PublishFault();
                return;
            }

            var reason = StoreFailure.Describe(exception);
            var lost = connection.Lost(timeProvider.GetUtcNow(), reason, StoreFailure.IsNotWritable(exception));
            if (!ReferenceEquals(lost, connection) && lost.IsNotWritable)
            {
                LogNotWritable(reason);
            }
            else if (!ReferenceEquals(lost, connection))
            {
                LogLost(reason);
            }

            _view.PublishLoss(lost);
        }
    }

    /// <summary>Logs when other settings, or other values, differ between gateways than before.</summary>
    private void Compare(ImmutableArray<PolicyDifference> differences)
    {
        if (!_differences.HasChanged(differences))
        {
            return;
        }

        if (differences.IsEmpty)
        {
            LogAlike();
        }
        else
        {
            LogDifferent(PolicyDifference.Describe(differences));
        }
    }

    /// <summary>Subscribes to hints, which are optional: the next tick finds the changes without them.</summary>
    private async Task<IAsyncDisposable?> TrySubscribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.SubscribeAsync(reread.Set, cancellationToken);
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            if (!log.TryRecordFault(exception))
            {
                LogNotSubscribed(StoreFailure.Describe(exception));
            }

            return null;
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "Redis is unreachable; the page shows the data that was read last: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(4104, LogLevel.Warning,
        "Redis is connected but accepts no writes; the page shows the data that was read last: {Reason}")]
    private partial void LogNotWritable(string reason);

    [LoggerMessage(4102, LogLevel.Information, "Connected to Redis")]
    private partial void LogConnected();

    [LoggerMessage(4103, LogLevel.Debug, "Change notifications are unavailable; polling for changes instead: {Reason}")]
    private partial void LogNotSubscribed(string reason);

    [LoggerMessage(4111, LogLevel.Warning,
        "Gateways have different settings, so requests with the same key may go to different servers: {Differences}. Give all gateways " +
        "the same values.")]
    private partial void LogDifferent(string differences);

    [LoggerMessage(4112, LogLevel.Information, "All gateways have the same placement settings again")]
    private partial void LogAlike();
}
