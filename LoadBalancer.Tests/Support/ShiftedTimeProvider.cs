namespace LoadBalancer.Tests.Support;

/// <summary>A machine whose clock is wrong by a fixed time. Timers and timestamps are those of the system.</summary>
/// <param name="ahead">How far the clock is ahead; negative if it is behind.</param>
internal sealed class ShiftedTimeProvider(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
