using System.IO.Pipelines;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Ends a read of a connection's first bytes when they take too long: it comes back as cancelled.</summary>
internal sealed class ReadDeadline : IDisposable
{
    private readonly PipeReader _input;
    private readonly ITimer _timer;
    private int _isOver;

    public ReadDeadline(PipeReader input, TimeSpan time, TimeProvider timeProvider)
    {
        _input = input;
        _timer = timeProvider.CreateTimer(static state => ((ReadDeadline)state!).Expire(), this, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives what is still to come this much time from now on.</summary>
    public void Restart(TimeSpan time) => _timer.Change(time, Timeout.InfiniteTimeSpan);

    /// <summary>What was waited for has come. From now on nobody's read is cancelled.</summary>
    /// <returns>Whether that was in time.</returns>
    public bool TryMeet() => Interlocked.Exchange(ref _isOver, 1) == 0;

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _input.CancelPendingRead();
        }
    }
}
