using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>The statistics of the last 30 minutes, by server.</summary>
/// <param name="First">The start of the first interval.</param>
/// <param name="Interval">The length of each interval.</param>
/// <param name="Servers">The servers that had requests, including servers that have left, in order of id.</param>
/// <param name="Intervals">
/// The intervals without gaps, the oldest first; each by server id, with servers without any statistics omitted. The last one is in
/// progress.
/// </param>
internal sealed record Timeline(
    DateTimeOffset First,
    TimeSpan Interval,
    ImmutableArray<ServerId> Servers,
    ImmutableArray<ImmutableDictionary<ServerId, ServerStatistics>> Intervals)
{
    /// <summary>The number of requests in each interval that were not sent to a server.</summary>
    public ImmutableArray<long> Unplaced { get; init; } = [.. Intervals.Select(_ => 0L)];
}
