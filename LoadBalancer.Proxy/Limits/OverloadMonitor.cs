namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Takes the measurements for <see cref="Overload"/> four times a second, on a dedicated thread, since timers need the thread pool, which
/// may be starved.
/// </summary>
internal sealed class OverloadMonitor(Overload overload, TimeProvider timeProvider) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The minimum time between full collections, which pause the process.</summary>
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

    /// <summary>
    /// Forces a collection: while shedding load the gateway allocates little, so the GC would not run and release memory.
    /// </summary>
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
