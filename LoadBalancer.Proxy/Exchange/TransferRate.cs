namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Whether a client sends, or takes, a message at the rate that is asked of it: only the time counts in which it is waited for. Kept
/// up by one thread at a time, asked by any.
/// </summary>
/// <param name="bytesPerSecond">The least rate; 0 for any.</param>
/// <param name="grace">How long it may be slower.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class TransferRate(int bytesPerSecond, TimeSpan grace, TimeProvider timeProvider)
{
    private long _bytes;
    private long _since;
    private long _until;

    /// <summary>
    /// All waits of the message in one word, so that a reader never sees half of a change. Above 0 the client is waited for, and this is
    /// when the wait would have begun if all had been one; else it is not, and this is the negative of how long it was.
    /// </summary>
    private long _wait;

    /// <summary>Whether the client has been waited for longer than what it has sent or is to take excuses.</summary>
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

            // The wait may have ended meanwhile, and another message begun: the time and the bytes must be those of one wait.
            return waited > excused && Volatile.Read(ref _wait) == began;
        }
    }

    /// <summary>Whether the client has done nothing at all for longer than that.</summary>
    public bool HasStalledFor(TimeSpan longest) =>
        Volatile.Read(ref _since) is not 0 and var since
            && timeProvider.GetElapsedTime(since) > longest
            && Volatile.Read(ref _since) == since;

    /// <summary>When the client was waited for last, as a timestamp; 0 if never.</summary>
    public long WaitedUntil => Volatile.Read(ref _until);

    /// <summary>A message begins. No wait is under way.</summary>
    public void Reset()
    {
        Volatile.Write(ref _wait, 0);
        Volatile.Write(ref _since, 0);
        Volatile.Write(ref _bytes, 0);
        Volatile.Write(ref _until, 0);
    }

    /// <summary>Bytes have come, or are there to be taken.</summary>
    public void Add(long bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <summary>The client is waited for.</summary>
    public void BeginWait()
    {
        var now = timeProvider.GetTimestamp();
        Volatile.Write(ref _since, now);
        Volatile.Write(ref _wait, now + _wait);
    }

    /// <summary>It has done something.</summary>
    public void EndWait()
    {
        var now = timeProvider.GetTimestamp();
        Volatile.Write(ref _wait, _wait - now);
        Volatile.Write(ref _until, now);
        Volatile.Write(ref _since, 0);
    }
}
