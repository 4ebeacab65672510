using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Charts.Heat;

/// <summary>
/// The latency of servers over the last 30 minutes: a row for each server of a page, a column for each half minute. Immutable.
/// </summary>
/// <param name="First">The start of the first column.</param>
/// <param name="Column">The length of a column.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Scale">The steps of latency.</param>
/// <param name="Rows">The rows of the page, the server with the greatest p99 first.</param>
/// <param name="Page">The page, from 0.</param>
/// <param name="Servers">The number of servers on all pages.</param>
internal sealed record LatencyGrid(
    DateTimeOffset First, TimeSpan Column, int Columns, LatencyScale Scale, ImmutableArray<LatencyRow> Rows, int Page, int Servers)
{
    /// <summary>The number of rows on a page.</summary>
    public const int PageSize = 25;

    /// <summary>The number of intervals in a column.</summary>
    public const int IntervalsPerColumn = 3;

    /// <summary>Returns the order of the rows: the members and the servers that have left, the greatest p99 first.</summary>
    public static ImmutableArray<(ServerId Server, TimeSpan? P99)> OrderOf(DashboardSnapshot snapshot)
    {
        var members = snapshot.Servers.ToDictionary(server => server.Server.Id, server => server.Recent.Latency.Percentile(0.99));
        var left = snapshot.Timeline.Servers.Where(server => !members.ContainsKey(server))
            .Select(server => KeyValuePair.Create(server, snapshot.Timeline.All.Of(server).Latency.Percentile(0.99)));
        return
        [
            .. members.Concat(left)
                .OrderByDescending(server => server.Value ?? TimeSpan.MinValue)
                .ThenBy(server => server.Key.Value, NaturalOrder.Instance)
                .Select(server => (server.Key, server.Value)),
        ];
    }

    /// <summary>Returns a page. O(rows × intervals).</summary>
    /// <param name="timeline">The statistics. The interval in progress is not shown.</param>
    /// <param name="order">The rows of all pages.</param>
    /// <param name="page">The page, from 0; the last one if there are fewer.</param>
    public static LatencyGrid Of(Timeline timeline, ImmutableArray<(ServerId Server, TimeSpan? P99)> order, int page)
    {
        var closed = Math.Max(0, timeline.Intervals.Length - 1);
        var skipped = Math.Min(closed, IntervalsBeforeAFullColumn(timeline));
        var columns = (closed - skipped + IntervalsPerColumn - 1) / IntervalsPerColumn;
        StatisticsWindow[] windows =
        [
            .. Enumerable.Range(0, columns).Select(column => new StatisticsWindow(
                timeline.Slots,
                timeline.Intervals[
                    (skipped + (column * IntervalsPerColumn))..Math.Min(closed, skipped + ((column + 1) * IntervalsPerColumn))],
                timeline.Interval * IntervalsPerColumn)),
        ];
        var shown = Math.Clamp(page, 0, Math.Max(0, (order.Length - 1) / PageSize));
        return new(
            timeline.First + (timeline.Interval * skipped),
            timeline.Interval * IntervalsPerColumn,
            columns,
            LatencyScale.Above(timeline.All.Servers.Latency.Percentile(0.5)),
            [
                .. order.Skip(shown * PageSize).Take(PageSize).Select(row => new LatencyRow(
                    row.Server, row.P99, [.. windows.Select(window => CellOf(window.Of(row.Server)))])),
            ],
            shown,
            order.Length);
    }

    /// <summary>Returns the start of a column.</summary>
    public DateTimeOffset StartOf(int column) => First + (Column * column);

    /// <summary>
    /// Returns how many intervals come before the first column: columns begin at full half minutes, so that the past stays as it was while
    /// time passes. The last column grows until it is full.
    /// </summary>
    private static int IntervalsBeforeAFullColumn(Timeline timeline)
    {
        var column = (timeline.Interval * IntervalsPerColumn).Ticks;
        return (int)((column - (timeline.First.UtcTicks % column)) % column / timeline.Interval.Ticks);
    }

    private static LatencyCell CellOf(ServerStatistics statistics) =>
        new(statistics.Latency.Percentile(0.99), statistics.Requests, statistics.Failures, statistics.Responses.All.ServerErrors);
}
