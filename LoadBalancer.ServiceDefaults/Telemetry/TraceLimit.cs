namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// A token bucket for traces, with a capacity of one second's worth and initially full. Traces that a caller already records may use a
/// tenth more, so that traces that begin here do not take the last tokens from them. Does not allocate; thread-safe, without locks.
/// </summary>
/// <remarks>
/// The state is one number, the time at which the bucket is full again (the generic cell rate algorithm, ITU-T I.371): taking a token
/// advances it by the time in which a token is refilled.
/// </remarks>
public sealed class TraceLimit
{
    /// <summary>The number of time units per second: fine enough for 1,000,000 tokens, while years fit a <see cref="long"/>.</summary>
    private const long UnitsPerSecond = 1L << 36;

    private const int ReservedPart = 10;

    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly double _unitsPerTick;
    private readonly long _token;
    private readonly long _capacity;
    private readonly long _capacityToJoin;
    private long _fullAt;

    /// <param name="perSecond">The traces per second; 0 allows none. Not negative.</param>
    /// <param name="clock">The clock.</param>
    public TraceLimit(int perSecond, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perSecond);
        _clock = clock;
        _origin = clock.GetTimestamp();
        _unitsPerTick = (double)UnitsPerSecond / clock.TimestampFrequency;
        if (perSecond > 0)
        {
            _token = UnitsPerSecond / perSecond;
            _capacity = _token * perSecond;
            _capacityToJoin = _capacity + (_token * ((perSecond + ReservedPart - 1) / ReservedPart));
        }
    }

    private long Now => (long)((_clock.GetTimestamp() - _origin) * _unitsPerTick);

    /// <summary>Whether a token is available. It stays in the bucket, so another thread may take it.</summary>
    /// <param name="joins">Whether a caller already records the trace.</param>
    public bool HasRoom(bool joins)
    {
        var now = Now;
        return Fits(Math.Max(Volatile.Read(ref _fullAt), now), now, joins);
    }

    /// <summary>Takes a token if one is available.</summary>
    /// <param name="joins">Whether a caller already records the trace.</param>
    public bool TryTake(bool joins)
    {
        var now = Now;
        var seen = Volatile.Read(ref _fullAt);
        while (true)
        {
            var fullAt = Math.Max(seen, now);
            if (!Fits(fullAt, now, joins))
            {
                return false;
            }

            var found = Interlocked.CompareExchange(ref _fullAt, fullAt + _token, seen);
            if (found == seen)
            {
                return true;
            }

            seen = found;
        }
    }

    /// <summary>Returns a token that was not needed.</summary>
    public void Return() => Interlocked.Add(ref _fullAt, -_token);

    private bool Fits(long fullAt, long now, bool joins) => _token > 0 && fullAt + _token - now <= (joins ? _capacityToJoin : _capacity);
}
