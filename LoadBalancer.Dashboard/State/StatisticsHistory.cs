using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// The statistics of the last <see cref="StatisticsClock.Longest"/>, kept from tick to tick. An interval is summed over the gateways when
/// it is read, and completed intervals are added to each other once, so that a tick costs only as much as the last two intervals. Not
/// thread-safe.
/// </summary>
internal sealed class StatisticsHistory
{
    /// <summary>
    /// How often all intervals are read, since gateways write late what they could not write while Redis was unreachable.
    /// </summary>
    public static readonly TimeSpan FullReadInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long after Redis is back all intervals are read repeatedly, since most late writes happen then.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SettlingReadInterval = TimeSpan.FromSeconds(2);

    /// <summary>The interval in progress, and the one before it, which gateways may not have written completely.</summary>
    private const int OpenIntervals = 2;

    private readonly Dictionary<long, IntervalSum> _intervals = [];
    private IntervalSum? _closed;
    private (long First, long Last) _closedRange;
    private DateTimeOffset _fullReadAt = DateTimeOffset.MinValue;
    private long _lastRead;

    /// <summary>
    /// Returns the range to read now, both ends inclusive: all, or from the intervals on that were open at the last read. After a pause
    /// these are more than two.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="connectedSince">Since when Redis has been reachable.</param>
    public (long First, long Last) RangeToRead(DateTimeOffset now, DateTimeOffset connectedSince)
    {
        var (first, last) = RangeAt(now);
        var interval = now - connectedSince < Settling ? SettlingReadInterval : FullReadInterval;
        return now - _fullReadAt >= interval
            ? (first, last)
            : (Math.Max(first, Math.Min(last, _lastRead) - OpenIntervals + 1), last);
    }

    /// <summary>Replaces the known statistics of a range with those that were read.</summary>
    public void Take(DateTimeOffset now, (long First, long Last) range, IEnumerable<StatisticsInterval> read)
    {
        var (first, last) = RangeAt(now);
        _fullReadAt = range.First <= first ? now : _fullReadAt;
        _lastRead = range.Last;
        foreach (var old in _intervals.Keys.Where(index => index < first || (index >= range.First && index <= range.Last)).ToArray())
        {
            _intervals.Remove(old);
        }

        foreach (var interval in read.Where(interval => interval.Index >= first && interval.Index <= last)
            .GroupBy(interval => interval.Index))
        {
            _intervals[interval.Key] = IntervalSum.OverGateways([.. interval]);
        }

        var closed = (First: first, Last: last - OpenIntervals);
        if (_closed is null || closed != _closedRange || range.First <= closed.Last)
        {
            _closedRange = closed;
            _closed = IntervalSum.OverIntervals([.. _intervals.Where(entry => entry.Key <= closed.Last).Select(entry => entry.Value)]);
        }
    }

    /// <summary>Returns the sum of all intervals.</summary>
    public IntervalSum Sum() => IntervalSum.OverIntervals(
        [_closed ?? IntervalSum.Empty, .. _intervals.Where(entry => entry.Key > _closedRange.Last).Select(entry => entry.Value)]);

    /// <summary>Returns all intervals.</summary>
    /// <param name="now">The time.</param>
    /// <param name="sum">The result of <see cref="Sum"/>.</param>
    public Timeline TimelineAt(DateTimeOffset now, IntervalSum sum)
    {
        var (first, last) = RangeAt(now);
        var offsets = Enumerable.Range(0, (int)(last - first) + 1);
        IntervalSum[] intervals = [.. offsets.Select(offset => _intervals.GetValueOrDefault(first + offset, IntervalSum.Empty))];
        return new(
            DateTimeOffset.UnixEpoch + (first * StatisticsClock.Interval),
            StatisticsClock.Interval,
            [.. sum.Servers.Keys.OrderBy(id => id.Value, StringComparer.Ordinal)],
            [.. intervals.Select(interval => interval.Servers)])
        {
            Unplaced = [.. intervals.Select(interval => interval.Unplaced.Requests)],
        };
    }

    private static (long First, long Last) RangeAt(DateTimeOffset now) =>
        (StatisticsClock.IndexOf(now - StatisticsClock.Longest), StatisticsClock.IndexOf(now));
}
