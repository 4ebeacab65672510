namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>
/// A timer of virtual time. What it was set to before stays in the queue of events and comes to nothing; once disposed, it holds on to
/// nothing else.
/// </summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private TimerCallback? _callback = callback;
    private object? _state = state;
    private TimeSpan _period;
    private long _setting;

    /// <summary>Whether it has not been set anew or disposed since.</summary>
    public bool IsSetTo(long setting) => _callback is not null && setting == _setting;

    /// <summary>Its time has come.</summary>
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
