using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>Adds the causes of failures and rejections over gateways and intervals. Pure functions, thread-safe.</summary>
internal static class CauseTotals
{
    /// <summary>Returns the causes of the failed attempts of the timeline, the most frequent first.</summary>
    /// <param name="timeline">The statistics.</param>
    /// <param name="server">The server; <see langword="null"/> for all.</param>
    /// <param name="gateways">The gateways; <see langword="null"/> for all.</param>
    public static ImmutableArray<CauseTotal> Of(Timeline timeline, ServerId? server, ISet<GatewayProcess>? gateways) =>
        Sum(timeline, interval => FailuresIn(interval, server, gateways));

    /// <summary>Returns the reasons of the rejections of the timeline, the most frequent first.</summary>
    /// <param name="timeline">The statistics.</param>
    /// <param name="gateways">The gateways; <see langword="null"/> for all.</param>
    public static ImmutableArray<CauseTotal> RejectionsOf(Timeline timeline, ISet<GatewayProcess>? gateways) =>
        Sum(timeline, interval => RejectionsIn(interval, gateways).Select(count => (default(ServerId?), count)));

    /// <summary>Returns the failed attempts of an interval.</summary>
    public static IEnumerable<(ServerId? Server, CauseCount Count)> FailuresIn(
        IntervalStatistics interval, ServerId? server, ISet<GatewayProcess>? gateways) => From(interval, gateways)
            .SelectMany(total => server is not { } id ? total.Causes.Servers.AsEnumerable()
                : total.Causes.Servers.TryGetValue(id, out var counts) ? [new(id, counts)]
                : [])
            .SelectMany(entry => entry.Value.Select(count => ((ServerId?)entry.Key, count)));

    /// <summary>Returns the rejections of an interval.</summary>
    public static IEnumerable<CauseCount> RejectionsIn(IntervalStatistics interval, ISet<GatewayProcess>? gateways) =>
        From(interval, gateways).SelectMany(total => total.Causes.Rejections);

    private static IEnumerable<GatewayTotal> From(IntervalStatistics interval, ISet<GatewayProcess>? gateways) =>
        interval.Gateways.Where(total => !total.Causes.IsEmpty && gateways?.Contains(total.Gateway) != false);

    private static ImmutableArray<CauseTotal> Sum(
        Timeline timeline, Func<IntervalStatistics, IEnumerable<(ServerId? Server, CauseCount Count)>> countsIn) =>
    [
        .. timeline.Intervals
            .SelectMany((interval, i) => countsIn(interval).Select(one => (one.Server, one.Count, Interval: i)))
            .GroupBy(one => one.Count.Cause, StringComparer.Ordinal)
            .Select(cause => new CauseTotal(
                cause.Key,
                cause.Sum(one => one.Count.Number),
                timeline.First + (timeline.Interval * cause.Max(one => one.Interval)),
                [
                    .. cause.Where(one => one.Server is not null).GroupBy(one => one.Server!.Value, one => one.Count.Number)
                        .OrderByDescending(server => server.Sum()).ThenBy(server => server.Key.Value, StringComparer.Ordinal)
                        .Select(server => server.Key),
                ]))
            .OrderByDescending(total => total.Number).ThenBy(total => total.Cause, StringComparer.Ordinal),
    ];
}
