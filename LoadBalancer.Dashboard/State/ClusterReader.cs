using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Registry;
using LoadBalancer.Registry.Counters;

namespace LoadBalancer.Dashboard.State;

/// <summary>Reads the store once a second, for all who look.</summary>
internal sealed partial class ClusterReader(
    IServerRegistry registry, ICounterStore counters, ClusterView view, TimeProvider timeProvider, ILogger<ClusterReader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        do
        {
            await TryReadAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var membership = await registry.ReadAsync(cancellationToken);
            var totals = await counters.ReadTotalsAsync(cancellationToken);
            var now = timeProvider.GetUtcNow();
            view.Publish(new()
            {
                At = now,
                Store = view.Connection.Next(isConnected: true, now),
                Cluster = ClusterSnapshot.Create(membership, membership.Algorithm ?? PlacementAlgorithm.Ring),
                Servers = [],
                Gateways = [],
                TotalRequests = totals.Values.Sum(counts => counts.Requests),
                Totals = totals,
                Timeline = new(now, TimeSpan.FromSeconds(10), [], []),
                HotKeys = [],
                Events = [],
                Replicas = new(Wanted: null, Launcher: null),
            });
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception.Message);
            view.PublishLoss(view.Connection.Next(isConnected: false, timeProvider.GetUtcNow()));
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "The store is out of reach; what was read last stays on the page: {Reason}")]
    private partial void LogFailed(string reason);
}
