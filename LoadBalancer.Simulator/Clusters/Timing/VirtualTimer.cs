namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>
/// A timer on virtual time. Events of earlier settings stay in the queue and have no effect. Once disposed, the timer references neither
/// callback nor state.
/// </summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private TimerCallback? _callback = callback;
    private object? _state = state;
    private TimeSpan _period;
    private long _setting;

    /// <summary>Whether the timer has neither been changed nor disposed since the given setting.</summary>
    public bool IsSetTo(long setting) => _callback is not null && setting == _setting;

    /// <summary>Invokes the callback, and schedules the next event if the timer is periodic.</summary>
    public void Fire()
    {
        if (_period > TimeSpan.Zero)
        {
            time.After(_period, this, _setting);
        }

        _callback!(_state);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_callback is null)
        {
            return false;
        }

        _period = period;
        _setting = _setting + 1;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            time.After(dueTime, this, _setting);
        }

        return true;
    }

    public void Dispose()
    {
        _callback = null;
        _state = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
