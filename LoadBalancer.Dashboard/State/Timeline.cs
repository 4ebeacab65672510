using System.Collections.Immutable;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>What happened in the last 30 minutes, by server.</summary>
/// <param name="First">The start of the first interval.</param>
/// <param name="Interval">The length of each.</param>
/// <param name="Servers">The servers that had requests, those that have left included, in order of id.</param>
/// <param name="Intervals">
/// The intervals without a gap, the oldest first; each by server id, servers at which nothing happened left out. The last one is not over
/// yet.
/// </param>
internal sealed record Timeline(
    DateTimeOffset First,
    TimeSpan Interval,
    ImmutableArray<string> Servers,
    ImmutableArray<ImmutableDictionary<string, ServerStatistics>> Intervals)
{
    /// <summary>The requests of each interval that came to no server.</summary>
    public ImmutableArray<long> Unplaced { get; init; } = [.. Intervals.Select(_ => 0L)];
}
