namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Measures what <see cref="Overload"/> decides on, four times a second: on a thread of its own, since timers need the pool that may be
/// stuck.
/// </summary>
internal sealed class OverloadMonitor(Overload overload, TimeProvider timeProvider) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Collecting all of the heap stops everything for a while.</summary>
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _stop = new();
    private readonly QueueDelay _queueDelay = new(timeProvider, Interval);
    private readonly ProcessMemory _memory = new();
    private Thread? _thread;
    private long? _collected;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new(Run) { IsBackground = true, Name = "overload monitor" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Interval))
        {
            overload.Observe(_memory.Used(), _queueDelay.Measure());
            if (overload.Cause.HasFlag(OverloadCause.Memory))
            {
                Collect();
            }
        }
    }

    /// <summary>Who serves nothing allocates nothing, and the runtime would not see a reason to give memory back.</summary>
    private void Collect()
    {
        if (_collected is { } last && timeProvider.GetElapsedTime(last) < BetweenCollections)
        {
            return;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _collected = timeProvider.GetTimestamp();
        overload.ObserveCollected(_memory.Used());
    }
}
