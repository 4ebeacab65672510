using System.IO.Pipelines;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// How long a reader may wait for a message, and for the rest of it since its first byte (slow heads are an old attack). Ends the read
/// that is under way when that is over: it comes back as cancelled. Kept up by the reader; <see cref="Check"/> is for any thread, about
/// once a second, so that a request sets no timer. Readers that nobody checks use <see cref="StartTimer"/>.
/// </summary>
internal sealed class ReadDeadline(PipeReader input, TimeProvider timeProvider)
{
    private const long None = 0;
    private const long Over = -1;

    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly double _timestampsPerTick = (double)timeProvider.TimestampFrequency / TimeSpan.TicksPerSecond;

    /// <summary>
    /// The timestamp after which it is over: one word, so that no check sees half of a change. <see cref="None"/> while nothing is waited
    /// for, <see cref="Over"/> once a check has found it passed.
    /// </summary>
    private long _end;
    private bool _isWithinMessage;
    private ITimer? _timer;

    /// <summary>Whether what was waited for did not come in time.</summary>
    public bool IsOver => Volatile.Read(ref _end) == Over;

    /// <summary>Nothing of a message has come yet.</summary>
    public void BeginIdle(TimeSpan longest)
    {
        _isWithinMessage = false;
        Begin(longest);
    }

    /// <summary>A part of a message has come; the time of all of it runs since its first byte.</summary>
    public void BeginMessage(TimeSpan longest)
    {
        if (!_isWithinMessage)
        {
            _isWithinMessage = true;
            Begin(longest);
        }
    }

    /// <summary>The message is complete, or somebody else's time runs. A check that is under way may still end a read.</summary>
    public void End()
    {
        _isWithinMessage = false;
        Volatile.Write(ref _end, None);
    }

    /// <summary>What was waited for has come. From now on nobody's read is ended.</summary>
    /// <returns>Whether that was in time.</returns>
    public bool TryMeet() => Interlocked.Exchange(ref _end, None) != Over;

    /// <summary>Ends the read if it has taken too long.</summary>
    public void Check()
    {
        if (Volatile.Read(ref _end) is > None and var end
            && timeProvider.GetTimestamp() > end
            && Interlocked.CompareExchange(ref _end, Over, end) == end)
        {
            input.CancelPendingRead();
        }
    }

    /// <summary>Checks by itself from now on, once something was begun, until the timer is disposed of.</summary>
    public ITimer StartTimer()
    {
        _timer = timeProvider.CreateTimer(
            static deadline => ((ReadDeadline)deadline!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SetTimer();
        return _timer;
    }

    private void Begin(TimeSpan longest)
    {
        Volatile.Write(ref _end, timeProvider.GetTimestamp() + (long)(longest.Ticks * _timestampsPerTick));
        SetTimer();
    }

    private void OnDue()
    {
        // It may fire a moment early, or for a wait that has ended.
        Check();
        SetTimer();
    }

    private void SetTimer()
    {
        if (_timer is { } timer && Volatile.Read(ref _end) is > None and var end)
        {
            var left = timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), end);
            timer.Change(left > Resolution ? left : Resolution, Timeout.InfiniteTimeSpan);
        }
    }
}
