using System.Collections.Immutable;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>What one gateway has recorded in one interval of <see cref="StatisticsClock.Interval"/>.</summary>
/// <param name="Source">Who recorded it; unique to a process.</param>
/// <param name="Index">Which interval; see <see cref="StatisticsClock.IndexOf"/>.</param>
/// <param name="Servers">By server id; servers at which nothing happened are left out.</param>
/// <param name="HotKeys">
/// The keys that stood out, the one with the most certain requests first; at most <see cref="HotKeySketch.MostListed"/>.
/// </param>
public sealed record StatisticsInterval(
    string Source, long Index, ImmutableDictionary<string, ServerStatistics> Servers, ImmutableArray<HotKey> HotKeys)
{
    /// <summary>
    /// What clients got whose requests came to no server: refused by the gateway, or without a server that could take them.
    /// </summary>
    public ResponseCounts Unplaced { get; init; }

    /// <summary>How many requests a key that is not among <see cref="HotKeys"/> had at the most.</summary>
    public long UnlistedKeys { get; init; }

    /// <summary>The keys with all their bounds, to be added up with those of other gateways and intervals.</summary>
    public HotKeySummary Keys => new(HotKeys, UnlistedKeys);
}
