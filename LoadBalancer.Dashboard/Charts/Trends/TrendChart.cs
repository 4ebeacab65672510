using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>
/// Requests, errors, and latency over the same time, with the events of that time. The interval in progress is omitted, so that the chart
/// changes once per interval and never shows a false drop, except in <see cref="TrendSpan.Live"/>. Immutable.
/// </summary>
internal sealed record TrendChart
{
    /// <summary>The number of requests in an interval from which on a p99 says something.</summary>
    private const int FewestForTail = 20;

    /// <summary>The number of events of one interval whose texts are shown.</summary>
    private const int MostNamed = 3;

    /// <summary>How much of the time the short ranges show.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The age up to which the interval in progress is shown together with the one before it: gateways write once a second, so that it says
    /// nothing of its own at first.
    /// </summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(3);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The start of the first interval.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>The length of each interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The number of intervals.</summary>
    public required int Intervals { get; init; }

    /// <summary>The ticks of the axis of time, which all trends share.</summary>
    public required ImmutableArray<TimeTick> Times { get; init; }

    /// <summary>The trends, from top to bottom.</summary>
    public required ImmutableArray<Plot> Trends { get; init; }

    /// <summary>The events, the earliest first, at most one mark for each interval.</summary>
    public required ImmutableArray<TrendMark> Marks { get; init; }

    /// <summary>Until when it is known what happened, if not until now; intervals that end later are gaps.</summary>
    public DateTimeOffset? KnownUntil { get; init; }

    /// <summary>Whether there was no request.</summary>
    public required bool IsEmpty { get; init; }

    /// <summary>All values as JSON, for the script that shows them at the pointer. Equal exactly when the chart shows the same.</summary>
    public required string Data { get; init; }

    /// <summary>Draws the intervals that are over, and in <see cref="TrendSpan.Live"/> the one in progress.</summary>
    /// <param name="timeline">The statistics.</param>
    /// <param name="pointOf">Returns what happened in an interval to the requests that are shown.</param>
    /// <param name="events">The events, in any order; those of another time are omitted.</param>
    /// <param name="span">How much of the time.</param>
    /// <param name="knownUntil">As <see cref="KnownUntil"/>.</param>
    public static TrendChart Of(
        Timeline timeline, Func<IntervalStatistics, TrendPoint> pointOf, IEnumerable<TrendEvent> events, TrendSpan span,
        DateTimeOffset? knownUntil = null)
    {
        var end = span == TrendSpan.Live ? timeline.Intervals.Length : Math.Max(0, timeline.Intervals.Length - 1);
        var skipped = span == TrendSpan.ThirtyMinutes ? 0 : Math.Max(0, end - (int)(Short / timeline.Interval));
        var first = timeline.First + (timeline.Interval * skipped);
        TrendPoint[] points = [.. timeline.Intervals[skipped..end].Select(pointOf)];
        double[] seconds = [.. points.Select(_ => timeline.Interval.TotalSeconds)];
        if (span == TrendSpan.Live && points.Length > 1)
        {
            (points[^1], seconds[^1]) = InProgress(timeline, points[^2], points[^1]);
        }

        ImmutableArray<Plot> trends =
        [
            Rates(
                "Requests per second",
                ("Requests", "", Of(point => point.Requests))),
            Rates(
                "Errors per second",
                ("5xx from servers", "tone-bad", Of(point => point.ServerErrors)),
                ("5xx from gateways", "tone-bad dashed", Of(point => point.GatewayErrors)),
                ("4xx", "tone-warn", Of(point => point.ClientErrors)),
                ("Failed attempts", "tone-warn dashed", Of(point => point.FailedAttempts)),
                ("Clients disconnected", "tone-faint dotted", Of(point => point.ClientsLeft))),
            Latencies(
                "Latency",
                ("p50", "tone-faint", At(0.5, 1)),
                ("p95", "dashed", At(0.95, FewestForTail)),
                ("p99", "", At(0.99, FewestForTail))),
        ];
        var marks = MarksOf(events, first, timeline.Interval, points.Length);
        return new()
        {
            First = first,
            Interval = timeline.Interval,
            Intervals = points.Length,
            Times = TimeAxis.For(first, timeline.Interval * points.Length).Ticks,
            Trends = trends,
            Marks = marks,
            KnownUntil = knownUntil,
            IsEmpty = Array.TrueForAll(points, point => point.Requests == 0),
            Data = JsonSerializer.Serialize(
                new
                {
                    First = first.ToUnixTimeMilliseconds(),
                    Interval = timeline.Interval.TotalMilliseconds,
                    Count = points.Length,
                    Series = trends.SelectMany(trend => trend.Series).Select(series => new { series.Name, series.Texts }),
                    Marks = marks.Select(mark => new { mark.Interval, mark.Text }),
                },
                Web),
        };

        double?[] Of(Func<TrendPoint, long> number) =>
            [.. points.Zip(seconds, (point, length) => (double?)(number(point) / length)).Select(Known)];

        double?[] At(double part, int fewest) =>
        [
            .. points.Select(point => point.Latency.Count >= fewest ? point.Latency.Percentile(part)?.TotalMilliseconds : null)
                .Select(Known),
        ];

        double? Known(double? value, int i) => first + (timeline.Interval * (i + 1)) > knownUntil ? null : value;
    }

    private static (TrendPoint Point, double Seconds) InProgress(Timeline timeline, TrendPoint last, TrendPoint current)
    {
        var age = timeline.Until - timeline.First - (timeline.Interval * (timeline.Intervals.Length - 1));
        return age < Young ? (last + current, (timeline.Interval + age).TotalSeconds) : (current, age.TotalSeconds);
    }

    private static Plot Rates(string title, params (string Name, string Class, IReadOnlyList<double?> Values)[] series) =>
        Plot.Lines(title, AxisOf(series), Figures.Short, Figures.Rate, series);

    private static Plot Latencies(string title, params (string Name, string Class, IReadOnlyList<double?> Values)[] series) =>
        Plot.Lines(title, ValueAxis.ForWide(series.SelectMany(one => one.Values)), value => value == 0 ? "0" : Text(value), Text, series);

    private static ValueAxis AxisOf((string Name, string Class, IReadOnlyList<double?> Values)[] series) =>
        ValueAxis.For(series.SelectMany(one => one.Values).Max() ?? 0);

    private static string Text(double milliseconds) => Figures.Latency(TimeSpan.FromMilliseconds(milliseconds));

    private static ImmutableArray<TrendMark> MarksOf(IEnumerable<TrendEvent> events, DateTimeOffset first, TimeSpan interval, int count) =>
    [
        .. events.Where(one => one.At >= first && one.At < first + (interval * count))
            .OrderBy(one => one.At)
            .GroupBy(one => (int)((one.At - first) / interval))
            .Select(group => new TrendMark(group.Key, TextOf([.. group.Select(one => one.Text).Distinct()]), group.Any(one => one.IsBad))),
    ];

    private static string TextOf(string[] texts) => texts.Length <= MostNamed
        ? string.Join(", ", texts)
        : $"{string.Join(", ", texts.Take(MostNamed))} and {texts.Length - MostNamed} more";
}
