namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Determines whether a client sends or reads a message at the required rate; only the time spent waiting for the client counts. Updated by
/// one thread at a time, read by any.
/// </summary>
/// <param name="bytesPerSecond">The minimum rate in bytes per second; 0 disables the check.</param>
/// <param name="grace">How long the client may be slower.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class TransferRate(int bytesPerSecond, TimeSpan grace, TimeProvider timeProvider)
{
    private long _bytes;
    private long _since;
    private long _until;

    /// <summary>
    /// All waits of the message in one word, so that a reader never sees a partial change. A positive value means that a wait is in
    /// progress, and is the timestamp at which it would have begun if all waits had been one; otherwise the value is the negative of the
    /// total time waited.
    /// </summary>
    private long _wait;

    /// <summary>Whether the time spent waiting for the client exceeds what its bytes and the grace period allow.</summary>
    public bool IsTooSlow
    {
        get
        {
            if (bytesPerSecond == 0 || Volatile.Read(ref _wait) is not (> 0 and var began))
            {
                return false;
            }

            var waited = timeProvider.GetElapsedTime(began);
            var excused = grace + TimeSpan.FromSeconds((double)Volatile.Read(ref _bytes) / bytesPerSecond);

            // The wait may have ended in the meantime and another message begun; the time and the bytes must belong to the same wait.
            return waited > excused && Volatile.Read(ref _wait) == began;
        }
    }

    /// <summary>Whether the client has made no progress at all for longer than the given time.</summary>
    public bool HasStalledFor(TimeSpan longest) =>
        Volatile.Read(ref _since) is not 0 and var since
            && timeProvider.GetElapsedTime(since) > longest
            && Volatile.Read(ref _since) == since;

    /// <summary>The timestamp at which the last wait for the client ended; 0 if there was none.</summary>
    public long WaitedUntil => Volatile.Read(ref _until);

    /// <summary>Resets the state for a new message. No wait is in progress.</summary>
    public void Reset()
    {
        Volatile.Write(ref _wait, 0);
        Volatile.Write(ref _since, 0);
        Volatile.Write(ref _bytes, 0);
        Volatile.Write(ref _until, 0);
    }

    /// <summary>Adds bytes that the client has sent, or that are ready for it to read.</summary>
    public void Add(long bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <summary>Begins a wait for the client.</summary>
    public void BeginWait()
    {
        var now = timeProvider.GetTimestamp();
        Volatile.Write(ref _since, now);
        Volatile.Write(ref _wait, now + _wait);
    }

    /// <summary>Ends the wait.</summary>
    public void EndWait()
    {
        var now = timeProvider.GetTimestamp();
        Volatile.Write(ref _wait, _wait - now);
        Volatile.Write(ref _until, now);
        Volatile.Write(ref _since, 0);
    }
}
