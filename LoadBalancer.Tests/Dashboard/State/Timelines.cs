using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Tests.Dashboard.State;

/// <summary>Creates timelines for tests.</summary>
internal static class Timelines
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Creates a timeline of intervals of one gateway.</summary>
    /// <param name="first">The start of the first interval.</param>
    /// <param name="intervals">The statistics by server.</param>
    public static Timeline Of(DateTimeOffset first, IEnumerable<ImmutableDictionary<ServerId, ServerStatistics>> intervals) =>
        Of(first, first, intervals.Select((servers, i) => new[] { new StatisticsInterval(new("gateway-1.1"), i, servers, []) }));

    /// <summary>Creates a timeline of intervals of any number of gateways.</summary>
    /// <param name="first">The start of the first interval.</param>
    /// <param name="until">When the statistics were read.</param>
    /// <param name="intervals">The statistics by gateway.</param>
    public static Timeline Of(
        DateTimeOffset first, DateTimeOffset until, IEnumerable<IReadOnlyCollection<StatisticsInterval>> intervals)
    {
        IReadOnlyCollection<StatisticsInterval>[] all = [.. intervals];
        var servers = all.SelectMany(gateways => gateways).SelectMany(gateway => gateway.Servers.Keys).Distinct().ToArray();
        var slots = ServerSlots.Empty.With(servers, _ => false);
        return new(first, Interval, until)
        {
            Slots = slots,
            Servers = [.. servers.OrderBy(id => id.Value, StringComparer.Ordinal)],
            Intervals = [.. all.Select(gateways => IntervalStatistics.Of(slots, gateways))],
        };
    }
}
