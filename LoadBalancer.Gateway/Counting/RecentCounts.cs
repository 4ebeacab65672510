using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Registry.Counters;

namespace LoadBalancer.Gateway.Counting;

/// <summary>
/// The cluster's counts of the recent past. However often it is asked, the store is read at most once a second for
/// each length of window; this gateway's own latest counts are always included. Thread-safe.
/// </summary>
internal sealed class RecentCounts(ICounterStore store, ClusterCounts cluster, TimeProvider timeProvider)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TimeSpan, Reading> _readings = [];

    /// <summary>The counts, or <see langword="null"/> while the store is out of reach.</summary>
    public async Task<ImmutableDictionary<string, ServerCounts>?> ReadAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var reading = _readings.AddOrUpdate(
            window,
            _ => Begin(now, window),
            (_, last) => now - last.At < Freshness ? last : Begin(now, window));
        try
        {
            var (counts, included) = await reading.Counts.Value.WaitAsync(cancellationToken);
            return counts.Plus(cluster.ReadSince(included));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The flusher, which uses the same store, tells of its absence; the caller is told by the answer.
            return null;
        }
    }

    private Reading Begin(DateTimeOffset now, TimeSpan window) => new(now, new(() => ReadStoreAsync(now, window)));

    /// <summary>The store's counts, with what they include of our own: what is sent afterwards must not be missed, nor counted twice.</summary>
    private async Task<(ImmutableDictionary<string, ServerCounts> Counts, ImmutableDictionary<string, ServerCounts> Included)> ReadStoreAsync(
        DateTimeOffset now, TimeSpan window)
    {
        await cluster.Exchange.WaitAsync();
        try
        {
            return (await store.ReadWindowAsync(now, window, CancellationToken.None), cluster.Included);
        }
        finally
        {
            cluster.Exchange.Release();
        }
    }

    private sealed record Reading(
        DateTimeOffset At, Lazy<Task<(ImmutableDictionary<string, ServerCounts> Counts, ImmutableDictionary<string, ServerCounts> Included)>> Counts);
}
