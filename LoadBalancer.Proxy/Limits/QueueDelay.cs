namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Measures how long work waits for a thread of the pool, by queuing one empty work item at a time. Time during which the measuring thread
/// does not run either does not count: then the whole machine is stalled, and shedding requests would not help.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="interval">The interval between measurements.</param>
/// <param name="queue">Queues an item behind all waiting work; by default to the thread pool's global queue.</param>
internal sealed class QueueDelay(
    TimeProvider timeProvider, TimeSpan interval, Action<IThreadPoolWorkItem>? queue = null) : IThreadPoolWorkItem
{
    private readonly Action<IThreadPoolWorkItem> _queue = queue
        ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
    private long _queued;
    private long _begun;
    private int _looks;
    private volatile bool _isWaiting;

    /// <summary>Returns how long the last item waited, or has waited so far, and queues the next one. For one thread.</summary>
    public TimeSpan Measure()
    {
        _looks++;
        if (_isWaiting)
        {
            return Attended(timeProvider.GetElapsedTime(_queued));
        }

        var delay = Attended(timeProvider.GetElapsedTime(_queued, _begun));
        _looks = 0;
        _queued = timeProvider.GetTimestamp();
        _isWaiting = true;
        _queue(this);
        return delay;
    }

    /// <summary>Caps the elapsed time: each measurement accounts for one interval only.</summary>
    private TimeSpan Attended(TimeSpan elapsed) => elapsed < interval * _looks ? elapsed : interval * _looks;

    void IThreadPoolWorkItem.Execute()
    {
        _begun = timeProvider.GetTimestamp();
        _isWaiting = false;
    }
}
