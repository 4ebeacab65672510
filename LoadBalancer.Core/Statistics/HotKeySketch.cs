namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The most frequent keys as requests come in, in bounded memory: 256 counters in each of some stripes, so that threads
/// on different cores do not meet. Thread-safe; <see cref="Record"/> waits for nobody: a key that finds its stripe and the
/// next one in use is left out, and widens the bounds of all others by one.
/// </summary>
public sealed class HotKeySketch
{
    /// <summary>How many keys are read at the most.</summary>
    public const int MostListed = 128;

    /// <summary>Keys with more than this part of a stripe's requests are held.</summary>
    private const int Capacity = 256;

    private const int MostStripes = 16;

    private readonly Stripe[] _stripes;
    private long _skipped;

    /// <summary>An empty sketch; about 85 KB for each stripe.</summary>
    /// <param name="stripes">As many as there are cores; above 16 they are shared.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no stripe.</exception>
    public HotKeySketch(int stripes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stripes, 1);
        _stripes = [.. Enumerable.Range(0, Math.Min(stripes, MostStripes)).Select(_ => new Stripe())];
    }

    /// <summary>How many requests were left out since the last <see cref="Take"/>.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Counts a request. O(1) and the length of the key, which is kept up to 128 characters; allocates nothing.</summary>
    /// <param name="core">The core that the caller runs on; any number will do.</param>
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

    /// <summary>The keys that stand out so far. Off the request path: waits for a stripe in use.</summary>
    public HotKeySummary Read() => Summary(clear: false, Skipped);

    /// <summary>The keys that stand out, after which the sketch is empty. Off the request path: waits for a stripe in use.</summary>
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
