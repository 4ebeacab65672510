using LoadBalancer.Cluster.Changes;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory change log within one process, for tests. Thread-safe.</summary>
/// <param name="events">The log that changes are written to.</param>
/// <param name="timeProvider">The clock by which changes expire.</param>
public sealed class InMemoryChangeLog(InMemoryEventLog events, TimeProvider timeProvider) : IChangeLog
{
    /// <inheritdoc />
    public Task<ChangePage> ReadAsync(ChangeQuery query, int count, ChangeCursor? cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IChangeLog.MostPerPage);
        var kept = timeProvider.GetUtcNow() - IChangeLog.Memory;
        var least = ChangeScore.Of(query.Since > kept ? query.Since.Value : kept);
        var most = query.Until is { } until ? ChangeScore.Last(until) : double.PositiveInfinity;
        var all = events.Changes
            .Where(entry => entry.Score >= least && entry.Score <= Math.Min(most, cursor?.Score ?? most))
            .OrderByDescending(entry => entry.Score)
            .Skip(cursor?.Skip ?? 0)
            .ToArray();
        var found = all.Select((entry, place) => (entry.Change, Place: place))
            .Where(entry => query.By is null || string.Equals(entry.Change.By, query.By, StringComparison.Ordinal))
            .Take(count)
            .ToArray();
        var end = found.Length < count ? all.Length : found[^1].Place + 1;
        return Task.FromResult(new ChangePage(
            [.. found.Select(entry => entry.Change)],
            end == all.Length ? null : ChangeCursor.After(cursor, [.. all.Take(end).Select(entry => entry.Score)])));
    }
}
