namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>
/// A token bucket, as the time at which it will be full again (GCRA): at most <paramref name="perSecond"/> in any second on average, and as
/// many at once. Thread-safe, without locks or allocation.
/// </summary>
/// <param name="perSecond">The rate.</param>
/// <param name="frequency">The number of timestamps per second.</param>
internal sealed class TailRate(int perSecond, long frequency)
{
    private readonly long _interval = frequency / perSecond;
    private long _full = long.MinValue;

    /// <summary>Takes a token, if there is one.</summary>
    /// <param name="now">The present timestamp.</param>
    public bool TryTake(long now)
    {
        var full = Volatile.Read(ref _full);
        while (true)
        {
            var next = Math.Max(full, now) + _interval;
            if (next > now + frequency)
            {
                return false;
            }

            var seen = Interlocked.CompareExchange(ref _full, next, full);
            if (seen == full)
            {
                return true;
            }

            full = seen;
        }
    }
}
