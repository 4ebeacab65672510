namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Finds the most frequent keys of a stream of requests in bounded memory: 256 counters in each of several stripes, so that threads on
/// different cores do not contend. Thread-safe; <see cref="Record"/> does not block: a key whose stripe and the next one are both in use is
/// skipped, and widens the bounds of all others by one.
/// </summary>
public sealed class HotKeySketch
{
    /// <summary>The maximum number of keys that are returned.</summary>
    public const int MostListed = 128;

    /// <summary>The number of counters per stripe. A key with more than 1/256 of a stripe's requests is always held.</summary>
    private const int Capacity = 256;

    private const int MostStripes = 16;

    private readonly Stripe[] _stripes;
    private long _skipped;

    /// <summary>Creates an empty sketch; about 85 KB for each stripe.</summary>
    /// <param name="stripes">The number of cores; above 16, cores share stripes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of stripes is less than 1.</exception>
    public HotKeySketch(int stripes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stripes, 1);
        _stripes = [.. Enumerable.Range(0, Math.Min(stripes, MostStripes)).Select(_ => new Stripe())];
    }

    /// <summary>The number of requests skipped since the last <see cref="Take"/>.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Counts a request. O(length of the key), of which up to 128 characters are kept; does not allocate.</summary>
    /// <param name="core">The core that the caller runs on; any number is allowed.</param>
    /// <param name="hash">The hash of the whole key.</param>
    /// <param name="key">The key.</param>
    public void Record(int core, ulong hash, ReadOnlySpan<char> key)
    {
        var stripe = (int)((uint)core % (uint)_stripes.Length);
        if (!_stripes[stripe].TryRecord(hash, key) && !_stripes[(stripe + 1) % _stripes.Length].TryRecord(hash, key))
        {
            Interlocked.Increment(ref _skipped);
        }
    }

    /// <summary>Returns the most frequent keys so far. Not for the request path: waits for stripes that are in use.</summary>
    public HotKeySummary Read() => Summary(clear: false, Skipped);

    /// <summary>
    /// Returns the most frequent keys and clears the sketch. Not for the request path: waits for stripes that are in use.
    /// </summary>
    public HotKeySummary Take() => Summary(clear: true, Interlocked.Exchange(ref _skipped, 0));

    private HotKeySummary Summary(bool clear, long skipped) =>
        HotKeySummary.Sum(_stripes.Select(stripe => stripe.Read(clear)).Append(new([], skipped))).StandingOut().Top(MostListed);

    private sealed class Stripe
    {
        private readonly Lock _lock = new();
        private readonly SpaceSaving _keys = new(Capacity);

        public bool TryRecord(ulong hash, ReadOnlySpan<char> key)
        {
            if (!_lock.TryEnter())
            {
                return false;
            }

            try
            {
                _keys.Record(hash, key);
                return true;
            }
            finally
            {
                _lock.Exit();
            }
        }

        public HotKeySummary Read(bool clear)
        {
            lock (_lock)
            {
                var summary = _keys.Read();
                if (clear)
                {
                    _keys.Clear();
                }

                return summary;
            }
        }
    }
}
