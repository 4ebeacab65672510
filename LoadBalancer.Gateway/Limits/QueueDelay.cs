namespace LoadBalancer.Gateway.Limits;

/// <summary>How long work waits for a thread of the pool: measured by an item of work that does nothing, one at a time.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="queue">Queues an item behind all that is waiting; the pool's own queue if there is none.</param>
internal sealed class QueueDelay(TimeProvider timeProvider, Action<IThreadPoolWorkItem>? queue = null) : IThreadPoolWorkItem
{
    private readonly Action<IThreadPoolWorkItem> _queue = queue ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
    private long _queued;
    private long _begun;
    private volatile bool _isWaiting;

    /// <summary>What the last item waited, or has waited so far; and queues the next one. For one thread.</summary>
    public TimeSpan Measure()
    {
        if (_isWaiting)
        {
            return timeProvider.GetElapsedTime(_queued);
        }

        var delay = timeProvider.GetElapsedTime(_queued, _begun);
        _queued = timeProvider.GetTimestamp();
        _isWaiting = true;
        _queue(this);
        return delay;
    }

    void IThreadPoolWorkItem.Execute()
    {
        _begun = timeProvider.GetTimestamp();
        _isWaiting = false;
    }
}
