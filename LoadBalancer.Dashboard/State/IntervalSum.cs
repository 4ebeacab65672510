using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>A sum of statistics: those of each server, and the most frequent keys.</summary>
internal sealed record IntervalSum(ImmutableDictionary<ServerId, ServerStatistics> Servers, HotKeySummary HotKeys)
{
    public static readonly IntervalSum Empty = new(ImmutableDictionary<ServerId, ServerStatistics>.Empty, HotKeySummary.Empty);

    /// <summary>The responses to requests that were not sent to a server.</summary>
    public ResponseCounts Unplaced { get; init; }

    /// <summary>Adds the statistics of several gateways for one interval.</summary>
    public static IntervalSum OverGateways(IReadOnlyCollection<StatisticsInterval> gateways) => Of(
        gateways.SelectMany(gateway => gateway.Servers), ServerStatistics.SumOverGateways, gateways.Select(gateway => gateway.Keys)) with
    {
        Unplaced = ResponseCounts.Sum(gateways.Select(gateway => gateway.Unplaced)),
    };

    /// <summary>Adds the statistics of consecutive intervals.</summary>
    public static IntervalSum OverIntervals(IReadOnlyCollection<IntervalSum> intervals) => Of(
        intervals.SelectMany(interval => interval.Servers), ServerStatistics.SumOverIntervals,
        intervals.Select(interval => interval.HotKeys)) with
    {
        Unplaced = ResponseCounts.Sum(intervals.Select(interval => interval.Unplaced)),
    };

    private static IntervalSum Of(
        IEnumerable<KeyValuePair<ServerId, ServerStatistics>> servers,
        Func<IReadOnlyCollection<ServerStatistics>, ServerStatistics> sum,
        IEnumerable<HotKeySummary> hotKeys) => new(
            servers.GroupBy(entry => entry.Key, entry => entry.Value)
                .ToImmutableDictionary(server => server.Key, server => sum([.. server])),
            HotKeySummary.Sum(hotKeys));
}
