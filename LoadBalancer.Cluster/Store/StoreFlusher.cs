namespace LoadBalancer.Cluster.Store;

/// <summary>
/// Writes pending data to the store: at the start, once per interval, and, unless it is worthless by then, a last time, briefly, when the
/// gateway stops.
/// </summary>
internal abstract partial class StoreFlusher(TimeSpan interval, TimeProvider timeProvider, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Whether pending data is written when the gateway stops.</summary>
    protected virtual bool WritesAtStop => true;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!WritesAtStop)
        {
            return;
        }

        using var farewell = new CancellationTokenSource(FarewellTimeout, timeProvider);
        try
        {
            await TryFlushAsync(farewell.Token);
        }
        catch (OperationCanceledException exception) when (farewell.IsCancellationRequested)
        {
            LogNotFlushed(FarewellTimeout.TotalSeconds, StoreFailure.Describe(exception));
        }
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

    /// <summary>Writes all pending data. Logs, and does not throw, if that fails for another reason than the token.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    protected abstract Task TryFlushAsync(CancellationToken cancellationToken);

    [LoggerMessage(2231, LogLevel.Warning,
        "The gateway is stopping, and Redis did not respond within {Seconds} s: what had not been written is lost: {Reason}")]
    private partial void LogNotFlushed(double seconds, string reason);
}
