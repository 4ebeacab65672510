namespace LoadBalancer.Cluster.Store;

/// <summary>
/// Gives the store what has gathered: at the start, once per interval, and a last time, not for long, when the gateway stops.
/// </summary>
internal abstract class StoreFlusher(TimeSpan interval, TimeProvider timeProvider) : BackgroundService
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(3);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var farewell = new CancellationTokenSource(FarewellTimeout, timeProvider);
        await TryFlushAsync(farewell.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, timeProvider);
        do
        {
            await TryFlushAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Gives it all that there is. A store that is away is told of, not thrown.</summary>
    protected abstract Task TryFlushAsync(CancellationToken cancellationToken);
}
