namespace LoadBalancer.Cluster.Store;

/// <summary>Writes pending data to the store: at the start, once per interval, and a last time, briefly, when the gateway stops.</summary>
internal abstract class StoreFlusher(TimeSpan interval, TimeProvider timeProvider) : BackgroundService
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

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

    /// <summary>Writes all pending data. Logs, and does not throw, if that fails.</summary>
    protected abstract Task TryFlushAsync(CancellationToken cancellationToken);
}
