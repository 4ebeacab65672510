namespace LoadBalancer.Tests.Support;

/// <summary>The system's clock, whose timestamps a test can move ahead. Timers are those of the system. Thread-safe.</summary>
internal sealed class LeapingTimeProvider : TimeProvider
{
    private long _ahead;

    public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _ahead);

    /// <summary>Moves the timestamps ahead.</summary>
    public void Leap(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));
}
