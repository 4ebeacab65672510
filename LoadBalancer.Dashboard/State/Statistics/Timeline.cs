using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>The statistics of the last 30 minutes, by server and by gateway. Immutable, thread-safe.</summary>
/// <param name="first">The start of the first interval.</param>
/// <param name="interval">The length of each interval.</param>
/// <param name="until">When the statistics were read.</param>
internal sealed class Timeline(DateTimeOffset first, TimeSpan interval, DateTimeOffset until)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The start of the first interval.</summary>
    public DateTimeOffset First { get; } = first;

    /// <summary>The length of each interval.</summary>
    public TimeSpan Interval { get; } = interval;

    /// <summary>When the statistics were read.</summary>
    public DateTimeOffset Until { get; } = until;

    /// <summary>The numbers of the servers in the columns of <see cref="Intervals"/>.</summary>
    public required ServerSlots Slots { get; init; }

    /// <summary>The servers that have statistics, including servers that have left, in order of id.</summary>
    public required ImmutableArray<ServerId> Servers { get; init; }

    /// <summary>The intervals without gaps, the oldest first. The last one is in progress.</summary>
    public required ImmutableArray<IntervalStatistics> Intervals { get; init; }

    /// <summary>The last minute: five intervals, and the one in progress.</summary>
    public StatisticsWindow LastMinute => field ??= Latest((int)(Minute / Interval));

    /// <summary>The last five minutes: all but one of their intervals, and the one in progress.</summary>
    public StatisticsWindow LastFiveMinutes => field ??= Latest((int)(5 * Minute / Interval));

    /// <summary>The full minutes before the last one, the latest first.</summary>
    public IEnumerable<StatisticsWindow> EarlierMinutes
    {
        get
        {
            var length = (int)(Minute / Interval);
            for (var start = Intervals.Length - (2 * length); start >= 0; start -= length)
            {
                yield return new(Slots, Intervals[start..(start + length)], Minute);
            }
        }
    }

    /// <summary>All intervals.</summary>
    public StatisticsWindow All => field ??= Latest(Intervals.Length);

    /// <summary>Returns the last intervals, the one in progress among them.</summary>
    /// <param name="count">Their number; fewer if there are not as many.</param>
    public StatisticsWindow Latest(int count)
    {
        var skipped = Math.Max(0, Intervals.Length - count);
        return new(Slots, Intervals[skipped..], Until - (First + (Interval * skipped)));
    }
}
