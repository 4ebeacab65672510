namespace LoadBalancer.Gateway.Limits;

/// <summary>How long work waits for a thread of the pool: measured by an item of work that does nothing, one at a time.</summary>
internal sealed class QueueDelay(TimeProvider timeProvider) : IThreadPoolWorkItem
{
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
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return delay;
    }

    void IThreadPoolWorkItem.Execute()
    {
        _begun = timeProvider.GetTimestamp();
        _isWaiting = false;
    }
}
