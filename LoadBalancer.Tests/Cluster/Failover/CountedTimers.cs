using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Failover;

/// <summary>A clock that the test advances, and that counts how often a timer is set.</summary>
internal sealed class CountedTimers : FakeTimeProvider
{
    private int _changes;

    public int Changes => Volatile.Read(ref _changes);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new CountedTimer(base.CreateTimer(callback, state, dueTime, period), this);

    private sealed class CountedTimer(ITimer timer, CountedTimers owner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref owner._changes);
            return timer.Change(dueTime, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
