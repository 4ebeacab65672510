namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// How long work waits for a thread of the pool: measured by an item of work that does nothing, one at a time. Time in which whoever looks
/// does not run either does not count: then it is the machine that stands still, and refusing requests would not help.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="interval">How often it is looked.</param>
/// <param name="queue">Queues an item behind all that is waiting; the pool's own queue if there is none.</param>
internal sealed class QueueDelay(
    TimeProvider timeProvider, TimeSpan interval, Action<IThreadPoolWorkItem>? queue = null) : IThreadPoolWorkItem
{
    private readonly Action<IThreadPoolWorkItem> _queue = queue
        ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
    private long _queued;
    private long _begun;
    private int _looks;
    private volatile bool _isWaiting;

    /// <summary>What the last item waited, or has waited so far; and queues the next one. For one thread.</summary>
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

    /// <summary>Each look vouches for the interval before it.</summary>
    private TimeSpan Attended(TimeSpan elapsed) => elapsed < interval * _looks ? elapsed : interval * _looks;

    void IThreadPoolWorkItem.Execute()
    {
        _begun = timeProvider.GetTimestamp();
        _isWaiting = false;
    }
}
