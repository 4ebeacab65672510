using System.Collections.Immutable;
using System.Runtime.InteropServices;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Recording;

/// <summary>Extracts counts from statistics.</summary>
internal static class StatisticsCounts
{
    /// <summary>Returns the requests and failures of all intervals, by server id.</summary>
    public static ImmutableDictionary<ServerId, ServerCounts> Counts(this IEnumerable<StatisticsInterval> intervals)
    {
        var sums = new Dictionary<ServerId, ServerCounts>();
        foreach (var (id, statistics) in intervals.SelectMany(interval => interval.Servers))
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, id, out _);
            sum += new ServerCounts(statistics.Requests, statistics.Failures);
        }

        return sums.Where(entry => entry.Value != default).ToImmutableDictionary();
    }
}
