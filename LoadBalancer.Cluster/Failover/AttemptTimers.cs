using System.Collections.Concurrent;

namespace LoadBalancer.Cluster.Failover;

/// <summary>A pool of timers for attempts. Thread-safe, without locks.</summary>
internal sealed class AttemptTimers(TimeProvider timeProvider)
{
    private const int MostKept = 1_024;

    private readonly ConcurrentQueue<AttemptTimer> _idle = new();
    private int _count;

    public AttemptTimer Rent()
    {
        if (!_idle.TryDequeue(out var timer))
        {
            return new(timeProvider);
        }

        Interlocked.Decrement(ref _count);
        return timer;
    }

    public void Return(AttemptTimer timer)
    {
        if (timer.TryReset() && Volatile.Read(ref _count) < MostKept)
        {
            // Several threads may pass the check at once: the limit is approximate, which is sufficient.
            Interlocked.Increment(ref _count);
            _idle.Enqueue(timer);
            return;
        }

        timer.Dispose();
    }
}
