namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Takes the measurements for <see cref="Overload"/> four times a second, on a dedicated thread, since timers need the thread pool, which
/// may be starved.
/// </summary>
internal sealed class OverloadMonitor(Overload overload, TimeProvider timeProvider) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ManualResetEventSlim _stop = new();
    private readonly QueueDelay _queueDelay = new(timeProvider, Interval);
    private readonly ProcessMemory _memory = new();
    private readonly MemoryRelease _release = new(new ProcessHeap(), timeProvider);
    private Thread? _thread;

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
            if (!overload.Cause.HasFlag(OverloadCause.Memory))
            {
                _release.Reset();
            }
            else if (_release.Advance())
            {
                overload.ObserveCollected(_memory.Used());
            }
        }
    }
}
