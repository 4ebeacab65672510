using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Tests.Dashboard.State;

/// <summary>Adds statistics in the simplest way: what <c>StatisticsHistory</c> must agree with.</summary>
internal static class NaiveStatistics
{
    /// <summary>Returns the sums by server over gateways, then over intervals.</summary>
    public static Dictionary<ServerId, ServerStatistics> Sum(IEnumerable<StatisticsInterval> all) => all
        .SelectMany(interval => interval.Servers.Select(server => (interval.Index, server.Key, server.Value)))
        .GroupBy(one => one.Key)
        .ToDictionary(server => server.Key, server => ServerStatistics.SumOverIntervals(
        [
            .. server.GroupBy(one => one.Index, one => one.Value).Select(gateways => ServerStatistics.SumOverGateways([.. gateways])),
        ]));

    /// <summary>Returns statistics as text, to compare histograms as well.</summary>
    public static string Describe(ServerStatistics statistics) =>
        $"{statistics with { Latency = LatencyHistogram.Empty }} {string.Join(' ', statistics.Latency.Counts)}";

    /// <summary>Returns sums by server as text, in order.</summary>
    public static string[] Describe(IEnumerable<KeyValuePair<ServerId, ServerStatistics>> servers) =>
    [
        .. servers.OrderBy(server => server.Key.Value, StringComparer.Ordinal)
            .Select(server => $"{server.Key}: {Describe(server.Value)}"),
    ];
}
