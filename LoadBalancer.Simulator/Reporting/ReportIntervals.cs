using System.Collections.Immutable;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>
/// The intervals of a report's charts: the bins of its log, with empty ones in between, merged where they say too little.
/// </summary>
/// <param name="First">The start of the first interval.</param>
/// <param name="Width">The length of each interval.</param>
/// <param name="All">The intervals, in order.</param>
internal sealed record ReportIntervals(DateTimeOffset First, TimeSpan Width, ImmutableArray<TimeReport> All)
{
    /// <summary>The number of requests in an interval from which on a p99 says something.</summary>
    public const int FewestForTail = 20;

    private const int Most = 240;
    private const int FewestMerged = 30;
    private const int Fewest = 10;

    /// <summary>
    /// The number of intervals from which on the first and the last one are omitted if the log covers less than half of them.
    /// </summary>
    private const int FewestTrimmed = 20;

    private DateTimeOffset From { get; init; }

    private DateTimeOffset To { get; init; }

    /// <summary>The length of all intervals.</summary>
    public TimeSpan Length => Width * All.Length;

    /// <summary>Returns the intervals; <see langword="null"/> if the log has no times.</summary>
    public static ReportIntervals? Of(TrafficReport report)
    {
        if (report.From is not { } from || report.To is not { } to)
        {
            return null;
        }

        var bin = TimeSpan.FromSeconds(report.BinSeconds);
        var bins = ((report.OverTime[^1].From - report.OverTime[0].From).Ticks / bin.Ticks) + 1;
        var factor = (bins + Most - 1) / Most;
        while (report.Requests / ((double)bins / factor) < FewestForTail && bins / factor > FewestMerged)
        {
            factor++;
        }

        var width = bin * factor;
        var groups = report.OverTime.GroupBy(one => one.From.UtcTicks / width.Ticks).ToDictionary(
            group => group.Key, group => Merge(new(group.Key * width.Ticks, TimeSpan.Zero), [.. group]));
        var (first, last) = Pad(report.OverTime[0].From.UtcTicks / width.Ticks, report.OverTime[^1].From.UtcTicks / width.Ticks, width);
        long[] none = new long[report.Servers.Count];
        if (last - first > FewestTrimmed)
        {
            first += (first + 1) * width.Ticks - from.UtcTicks < width.Ticks / 2 ? 1 : 0;
            last -= to.UtcTicks - (last * width.Ticks) < width.Ticks / 2 ? 1 : 0;
        }

        return new(
            new(first * width.Ticks, TimeSpan.Zero),
            width,
            [
                .. Enumerable.Range(0, (int)(last - first + 1))
                    .Select(i => groups.GetValueOrDefault(first + i)
                        ?? new(new((first + i) * width.Ticks, TimeSpan.Zero), 0, 0, none)),
            ])
        {
            From = from,
            To = to,
        };
    }

    /// <summary>
    /// Returns a rate per second. The log covers only a part of the first and of the last interval: where there are many requests, their
    /// rate is that of this part, so that it does not seem to drop.
    /// </summary>
    public double RateOf(TimeReport interval, long requests)
    {
        var from = Math.Max(interval.From.Ticks, From.Ticks);
        var to = Math.Min(interval.From.Ticks + Width.Ticks, To.Ticks);
        var covered = interval.Requests < FewestForTail ? Width : TimeSpan.FromTicks(Math.Max(to - from, Width.Ticks / 2));
        return requests / covered.TotalSeconds;
    }

    /// <summary>A short log stands in the middle of a chart, between intervals without requests.</summary>
    private static (long First, long Last) Pad(long first, long last, TimeSpan width)
    {
        var missing = Math.Max(0, Fewest - (last - first + 1));
        var latest = DateTimeOffset.MaxValue.UtcTicks / width.Ticks;
        return (Math.Max(0, first - (missing / 2)), Math.Min(latest, last + ((missing + 1) / 2)));
    }

    private static TimeReport Merge(DateTimeOffset start, TimeReport[] all) =>
        all is [var single]
            ? single with { From = start }
            : new(
                start,
                all.Sum(bin => bin.Requests),
                all.Sum(bin => bin.ServerErrors),
                [.. Enumerable.Range(0, all[0].ByServer.Count).Select(server => all.Sum(bin => bin.ByServer[server]))])
            {
                ClientErrors = all.Sum(bin => bin.ClientErrors),
                ClientsLeft = all.Sum(bin => bin.ClientsLeft),
                Latency = LatencyHistogram.Sum(all.Select(bin => bin.Latency)),
            };
}
