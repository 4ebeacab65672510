using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>
/// Asks the gateways for requests while somebody looks at them, and receives them. While nobody does, it neither writes nor subscribes.
/// </summary>
internal sealed partial class TailReader(ITailStore store, TailState state, TimeProvider timeProvider, LoopLog<TailReader> log)
    : BackgroundService
{
    /// <summary>How often a wish is renewed: twice within its lifetime, with some time to spare.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The minimum interval, so that a change of filters while somebody types does not occupy Redis.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _logger = log.Logger;
    private readonly string _viewer = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IAsyncDisposable? subscription = null;
        var isAsking = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wanted = state.Wanted;
            if (!wanted.IsEmpty || isAsking)
            {
                isAsking = !wanted.IsEmpty;
                await TryAsync(async () =>
                {
                    subscription = isAsking ? subscription ?? await store.SubscribeAsync(state.Receive, stoppingToken) : subscription;
                    await store.WantAsync(_viewer, wanted, stoppingToken);
                });
            }

            if (!isAsking && subscription is not null)
            {
                await subscription.DisposeAsync();
                subscription = null;
            }

            await Task.Delay(ShortestInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await state.Changed.WaitAsync(isAsking ? Interval - ShortestInterval : Timeout.InfiniteTimeSpan, stoppingToken);
        }

        if (subscription is not null)
        {
            await subscription.DisposeAsync();
        }

        async Task TryAsync(Func<Task> ask)
        {
            try
            {
                await ask();
                state.Failure = null;
            }
            catch (Exception exception) when (!StoreFailure.IsStop(exception, stoppingToken))
            {
                state.Failure = StoreFailure.Describe(exception);
                if (!log.TryRecordFault(exception))
                {
                    LogFailed(StoreFailure.Describe(exception));
                }
            }
            catch (OperationCanceledException)
            {
                // The dashboard stops.
            }
        }
    }

    [LoggerMessage(4131, LogLevel.Debug, "The gateways cannot be asked for requests now: {Reason}")]
    private partial void LogFailed(string reason);
}
