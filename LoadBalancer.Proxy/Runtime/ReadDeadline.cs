using System.IO.Pipelines;

namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// A deadline for reading a message: for its first byte, and from then on for the rest (protects against slow heads). When it passes, the
/// pending read is cancelled. The reader sets it; <see cref="Check"/> may be called by any thread, about once a second, so that requests
/// need no timer of their own. Readers that nothing checks use <see cref="StartTimer"/>.
/// </summary>
internal sealed class ReadDeadline(PipeReader input, TimeProvider timeProvider)
{
    private const long None = 0;
    private const long Over = -1;

    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    private readonly double _timestampsPerTick = (double)timeProvider.TimestampFrequency / TimeSpan.TicksPerSecond;

    /// <summary>
    /// The timestamp of the deadline, in one word, so that a check never sees a partial change. <see cref="None"/> while no read is
    /// pending, <see cref="Over"/> once a check has found that the deadline has passed.
    /// </summary>
    private long _end;
    private bool _isWithinMessage;
    private ITimer? _timer;

    /// <summary>Whether the deadline has passed.</summary>
    public bool IsOver => Volatile.Read(ref _end) == Over;

    /// <summary>Whether the first byte of a message is awaited. Thread-safe.</summary>
    public bool IsIdle => Volatile.Read(ref _end) > None && !Volatile.Read(ref _isWithinMessage);

    /// <summary>Begins to wait for the first byte of a message.</summary>
    public void BeginIdle(TimeSpan longest)
    {
        _isWithinMessage = false;
        Begin(longest);
    }

    /// <summary>Begins, with its first byte, the time for the whole message; later calls do not restart it.</summary>
    public void BeginMessage(TimeSpan longest)
    {
        if (!_isWithinMessage)
        {
            _isWithinMessage = true;
            Begin(longest);
        }
    }

    /// <summary>
    /// Clears the deadline when the message is complete, or another timeout applies. A concurrent check may still cancel a read.
    /// </summary>
    public void End()
    {
        _isWithinMessage = false;
        Volatile.Write(ref _end, None);
    }

    /// <summary>Clears the deadline after the awaited bytes have been received. No read is cancelled from now on.</summary>
    /// <returns>Whether the bytes were received in time.</returns>
    public bool TryMeet() => Interlocked.Exchange(ref _end, None) != Over;

    /// <summary>Cancels the read if the deadline has passed.</summary>
    /// <param name="idleCut">How much earlier the deadline is while no byte of a message has been received.</param>
    public void Check(TimeSpan idleCut = default)
    {
        if (Volatile.Read(ref _end) is > None and var end
            && timeProvider.GetTimestamp() > (Volatile.Read(ref _isWithinMessage) ? end : end - ToTimestamps(idleCut))
            && Interlocked.CompareExchange(ref _end, Over, end) == end)
        {
            input.CancelPendingRead();
        }
    }

    /// <summary>Starts a timer that checks each deadline from now on, until it is disposed.</summary>
    public ITimer StartTimer()
    {
        _timer = timeProvider.CreateTimer(
            static deadline => ((ReadDeadline)deadline!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SetTimer();
        return _timer;
    }

    private void Begin(TimeSpan longest)
    {
        Volatile.Write(ref _end, timeProvider.GetTimestamp() + ToTimestamps(longest));
        SetTimer();
    }

    private long ToTimestamps(TimeSpan time) => (long)(time.Ticks * _timestampsPerTick);

    private void OnDue()
    {
        // The timer may fire slightly early, or for a wait that has ended.
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
