namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Measures how long a wait has lasted without progress. Begun and ended by one thread at a time; the other members are thread-safe.
/// </summary>
internal sealed class WaitClock(TimeProvider timeProvider)
{
    private long _since;

    /// <summary>Begins the wait.</summary>
    public void Begin() => Volatile.Write(ref _since, timeProvider.GetTimestamp());

    /// <summary>Restarts the clock after progress, if the wait has not ended.</summary>
    public void Progress()
    {
        // The wait may end concurrently; its clock must not be restarted in that case.
        if (Volatile.Read(ref _since) is not 0 and var since)
        {
            Interlocked.CompareExchange(ref _since, timeProvider.GetTimestamp(), since);
        }
    }

    /// <summary>Ends the wait.</summary>
    public void End() => Volatile.Write(ref _since, 0);

    /// <summary>Whether the wait has lasted longer than the given time.</summary>
    public bool Exceeds(TimeSpan time) => Volatile.Read(ref _since) is not 0 and var since && timeProvider.GetElapsedTime(since) > time;
}
