using System.Collections.Immutable;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Registry.Statistics;

/// <summary>What one gateway has recorded in one interval of <see cref="StatisticsClock.Interval"/>.</summary>
/// <param name="Source">Who recorded it; unique to a process.</param>
/// <param name="Index">Which interval; see <see cref="StatisticsClock.IndexOf"/>.</param>
/// <param name="Servers">By server id; servers at which nothing happened are left out.</param>
/// <param name="HotKeys">The most frequent keys, the most frequent first.</param>
public sealed record StatisticsInterval(
    string Source, long Index, ImmutableDictionary<string, ServerStatistics> Servers, ImmutableArray<HotKey> HotKeys);
