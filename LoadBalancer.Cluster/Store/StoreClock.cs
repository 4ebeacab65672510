namespace LoadBalancer.Cluster.Store;

/// <summary>
/// The store's clock, as this process knows it: the last reading and the time that has passed since, on the monotonic clock. All processes
/// of a cluster thus have the same time, whatever their own clocks show. Before the first reading it is this process's clock. Thread-safe;
/// one call of <see cref="Take"/> at a time.
/// </summary>
/// <param name="timeProvider">This process's clock.</param>
public sealed class StoreClock(TimeProvider timeProvider)
{
    private volatile Reading? _last;

    /// <summary>
    /// Raised on the thread that calls <see cref="Take"/> when the time has gone forth or back by more than
    /// <see cref="ClockDifference.Most"/>: the store's clock was set, or another store has taken over.
    /// </summary>
    public event Action? Stepped;

    /// <summary>Whether the store's clock was ever read.</summary>
    public bool IsKnown => _last is not null;

    /// <summary>The store's time.</summary>
    public DateTimeOffset Now =>
        _last is { } last ? last.Time + timeProvider.GetElapsedTime(last.At) : timeProvider.GetUtcNow();

    /// <summary>
    /// How far this process's clock is ahead of the store's; negative if it is behind, <see langword="null"/> before the first reading.
    /// </summary>
    public TimeSpan? Ahead => _last is null ? null : timeProvider.GetUtcNow() - Now;

    /// <summary>
    /// Takes a reading. The store read its clock at some moment between the request and the response, so the reading limits what the time
    /// can be now. The estimate changes only if it is outside of these limits, so that it does not vary with the duration of each request.
    /// </summary>
    /// <param name="time">The store's time.</param>
    /// <param name="sent">The timestamp before the request.</param>
    /// <returns>How far <see cref="Ahead"/> may be wrong because of the duration of the request.</returns>
    public TimeSpan Take(DateTimeOffset time, long sent)
    {
        var now = timeProvider.GetTimestamp();
        var travel = timeProvider.GetElapsedTime(sent, now);
        var expected = _last is { } last ? last.Time + timeProvider.GetElapsedTime(last.At, now) : time + (travel / 2);
        var latest = time + travel;
        var taken = expected < time ? time : expected > latest ? latest : expected;
        _last = new(taken, now);
        if ((taken - expected).Duration() > ClockDifference.Most)
        {
            Stepped?.Invoke();
        }

        return travel;
    }

    /// <param name="Time">The store's time at <paramref name="At"/>.</param>
    /// <param name="At">The timestamp of the reading.</param>
    private sealed record Reading(DateTimeOffset Time, long At);
}
