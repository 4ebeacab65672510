using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// The cluster's counts of the recent past: this gateway's from its own history, the others' from Redis. However often it is called, it
/// reads Redis at most once a second for each length of window; this gateway's own latest counts are always included. Thread-safe.
/// </summary>
internal sealed class RecentCounts(
    IStatisticsStore store, StatisticsHistory history, RequestCounters local, TimeProvider timeProvider, LoopLog<RecentCounts> log)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TimeSpan, Reading> _readings = [];

    /// <summary>The number of windows whose counts are in memory.</summary>
    public int Windows => _readings.Count;

    /// <summary>Returns the counts, or <see langword="null"/> while they cannot be read from Redis.</summary>
    public async Task<ImmutableDictionary<ServerId, ServerCounts>?> ReadAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var reading = _readings.AddOrUpdate(
            window,
            _ => Begin(now, window),
            (_, last) => now - last.At < Freshness ? last : Begin(now, window));
        try
        {
            var (counts, included) = await reading.Counts.Value.WaitAsync(cancellationToken);
            return counts.Plus(local.ReadSince(included));
        }
        catch (Exception exception) when (!StoreFailure.IsStop(exception, cancellationToken))
        {
            // The flusher, which also uses Redis, logs that it is unreachable; the caller reports it in its response.
            _ = log.TryRecordFault(exception);
            return null;
        }
    }

    private Reading Begin(DateTimeOffset now, TimeSpan window) => new(now, new(() => ReadAsync(now, window)));

    private async Task<Sum> ReadAsync(DateTimeOffset now, TimeSpan window)
    {
        Forget(now);
        var first = StatisticsClock.IndexOf(now - window);
        var stored = await store.ReadAsync(first, StatisticsClock.IndexOf(now), CancellationToken.None);
        var (own, included) = history.ReadCounts(first);
        return new(stored.Where(interval => interval.Source != history.Source).Counts().Plus(own), included);
    }

    /// <summary>Removes what is no longer fresh: anyone may ask for any window, and the counts of many servers are large.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var reading in _readings)
        {
            if (now - reading.Value.At >= Freshness)
            {
                _readings.TryRemove(reading);
            }
        }
    }

    /// <summary>The cluster's counts, and the part of this gateway's counts that they include, so that later counts can be added.</summary>
    private sealed record Sum(ImmutableDictionary<ServerId, ServerCounts> Counts, ImmutableDictionary<ServerId, ServerCounts> Included);

    private sealed record Reading(DateTimeOffset At, Lazy<Task<Sum>> Counts);
}
