using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>A sum of statistics over gateways and intervals.</summary>
/// <param name="Servers">The statistics of each server that has any.</param>
/// <param name="HotKeys">The most frequent keys.</param>
/// <param name="Unplaced">The responses to requests that were not sent to a server.</param>
internal sealed record StatisticsSum(
    IReadOnlyDictionary<ServerId, ServerStatistics> Servers, HotKeySummary HotKeys, ResponseCounts Unplaced)
{
    /// <summary>The most frequent keys of the last five minutes.</summary>
    public HotKeySummary RecentKeys { get; init; } = HotKeySummary.Empty;

    /// <summary>The number of requests of the last five minutes that were sent to a server.</summary>
    public long RecentRequests { get; init; }
}
