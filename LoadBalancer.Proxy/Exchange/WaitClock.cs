namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// How long something has been waited for without progress. Begun and ended by one thread at a time; the rest may be called by any.
/// </summary>
internal sealed class WaitClock(TimeProvider timeProvider)
{
    private long _since;

    /// <summary>The wait begins.</summary>
    public void Begin() => Volatile.Write(ref _since, timeProvider.GetTimestamp());

    /// <summary>It goes on, but something has happened.</summary>
    public void Progress()
    {
        // The wait may end meanwhile: then its clock must not run on.
        if (Volatile.Read(ref _since) is not 0 and var since)
        {
            Interlocked.CompareExchange(ref _since, timeProvider.GetTimestamp(), since);
        }
    }

    /// <summary>It is over.</summary>
    public void End() => Volatile.Write(ref _since, 0);

    /// <summary>Whether it has taken longer than that.</summary>
    public bool Exceeds(TimeSpan time) => Volatile.Read(ref _since) is not 0 and var since && timeProvider.GetElapsedTime(since) > time;
}
