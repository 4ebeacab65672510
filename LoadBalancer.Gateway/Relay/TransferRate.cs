namespace LoadBalancer.Gateway.Relay;

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
    private long _waited;
    private long _since;
    private long _until;

    /// <summary>Whether the client has been waited for longer than what it has sent or is to take excuses.</summary>
    public bool IsTooSlow
    {
        get
        {
            if (bytesPerSecond == 0 || Volatile.Read(ref _since) is not (not 0 and var since))
            {
                return false;
            }

            var waited = TimeSpan.FromTicks(Volatile.Read(ref _waited)) + timeProvider.GetElapsedTime(since);
            return waited > grace + TimeSpan.FromSeconds((double)Volatile.Read(ref _bytes) / bytesPerSecond);
        }
    }

    /// <summary>Whether the client has done nothing at all for longer than that.</summary>
    public bool HasStalledFor(TimeSpan longest) => Volatile.Read(ref _since) is not 0 and var since && timeProvider.GetElapsedTime(since) > longest;

    /// <summary>When the client was waited for last, as a timestamp; 0 if never.</summary>
    public long WaitedUntil => Volatile.Read(ref _until);

    /// <summary>A message begins.</summary>
    public void Reset() => (_bytes, _waited, _since, _until) = (0, 0, 0, 0);

    /// <summary>Bytes have come, or are there to be taken.</summary>
    public void Add(long bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    /// <summary>The client is waited for.</summary>
    public void BeginWait() => Volatile.Write(ref _since, timeProvider.GetTimestamp());

    /// <summary>It has done something.</summary>
    public void EndWait()
    {
        var now = timeProvider.GetTimestamp();
        Volatile.Write(ref _waited, _waited + timeProvider.GetElapsedTime(_since, now).Ticks);
        Volatile.Write(ref _until, now);
        Volatile.Write(ref _since, 0);
    }
}
