using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>
/// The statistics of the last <see cref="StatisticsClock.Longest"/>, kept in columns from tick to tick. An interval is summed over the
/// gateways when it is read, and the sum over the intervals follows what changed, so that a tick costs only as much as the intervals that
/// are read. Not thread-safe.
/// </summary>
internal sealed class StatisticsHistory
{
    /// <summary>
    /// How often each interval is read, since gateways write late what they could not write while Redis was unreachable. Some intervals
    /// are read each second, so that no tick has to read all of them; all of them only after a pause of this length. With more than
    /// <see cref="MostRepeated"/> records to read each second, it takes longer.
    /// </summary>
    public static readonly TimeSpan FullReadInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long after Redis is back all intervals are read repeatedly, since most late writes happen then.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many intervals are read at once, which bounds the memory: those of 10,000 servers and two gateways take 20 MB each until they
    /// are summed.
    /// </summary>
    public const int MostAtOnce = 3;

    /// <summary>How many records, one for each server and gateway, are read again each second, unless one interval has more.</summary>
    public const int MostRepeated = 20_000;

    private static readonly TimeSpan SettlingReadInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    /// <summary>The interval in progress, and the one before it, which gateways may not have written completely.</summary>
    private const int OpenIntervals = 2;

    /// <summary>The intervals of the last five minutes, the one in progress among them.</summary>
    private static readonly int RecentIntervals = (int)(TimeSpan.FromMinutes(5) / StatisticsClock.Interval);

    private readonly Dictionary<long, IntervalStatistics> _intervals = [];
    private readonly RunningSum _sum = new();
    private ServerSlots _slots = ServerSlots.Empty;
    private (int Revision, ImmutableArray<ServerId> Ids) _servers = (0, []);
    private HotKeySummary? _closedKeys;
    private HotKeySummary _recentKeys = HotKeySummary.Empty;
    private (long First, long Last) _closedRange;
    private DateTimeOffset _fullReadAt = DateTimeOffset.MinValue;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _repeatedAt = DateTimeOffset.MinValue;
    private long _repeatNext;
    private int _records;
    private long _lastRead;

    /// <summary>Reads what is new, and a part of what may have been written late.</summary>
    /// <param name="store">The statistics.</param>
    /// <param name="now">The time.</param>
    /// <param name="connectedSince">Since when Redis has been reachable.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task ReadAsync(
        IStatisticsStore store, DateTimeOffset now, DateTimeOffset connectedSince, CancellationToken cancellationToken)
    {
        var (first, last) = RangeAt(now);
        Forget(first);
        var isFull = now - _readAt >= FullReadInterval
            || (now - connectedSince < Settling && now - _fullReadAt >= SettlingReadInterval);
        await ReadAsync(isFull ? first : Math.Max(first, Math.Min(last, _lastRead) - OpenIntervals + 1), last);
        if (!isFull && now - _repeatedAt >= RepeatInterval)
        {
            var closed = last - OpenIntervals;
            var from = _repeatNext < first || _repeatNext > closed ? first : _repeatNext;
            var count = Math.Clamp(MostRepeated / Math.Max(1, _records), 1, MostAtOnce);
            var to = Math.Min(closed, from + count - 1);
            await ReadAsync(from, to);
            (_repeatNext, _repeatedAt) = (to + 1, now);
        }

        (_lastRead, _readAt, _fullReadAt) = (last, now, isFull ? now : _fullReadAt);
        SumKeys(first, last - OpenIntervals);

        async Task ReadAsync(long from, long to)
        {
            for (; from <= to; from += MostAtOnce)
            {
                var end = Math.Min(to, from + MostAtOnce - 1);
                Take(from, end, await store.ReadAsync(from, end, cancellationToken));
            }
        }
    }

    /// <summary>Returns the sum of all intervals. O(servers × intervals).</summary>
    public StatisticsSum Sum()
    {
        var inFlight = new int[_slots.Count];
        foreach (var cells in _intervals.Values.Select(interval => interval.Servers))
        {
            for (var row = 0; row < cells.Slots.Length; row++)
            {
                ref var most = ref inFlight[cells.Slots[row]];
                most = Math.Max(most, cells.MaxInFlightAt(row));
            }
        }

        var servers = new Dictionary<ServerId, ServerStatistics>(_slots.Count);
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            if (_sum.Has(slot))
            {
                servers.Add(_slots[slot], _sum.At(slot, inFlight[slot]));
            }
        }

        var open = _intervals.Where(entry => entry.Key > _closedRange.Last).Select(entry => entry.Value.HotKeys);
        return new(
            servers,
            HotKeySummary.Sum([_closedKeys ?? HotKeySummary.Empty, .. open]),
            ResponseCounts.Sum(_intervals.Values.Select(interval => interval.Unplaced)))
        {
            RecentKeys = HotKeySummary.Sum([_recentKeys, .. open]),
            RecentRequests = _intervals.Where(entry => IsRecent(entry.Key))
                .Sum(entry => entry.Value.Gateways.Sum(gateway => gateway.Servers.Requests)),
        };
    }

    /// <summary>Returns all intervals.</summary>
    /// <param name="now">The time.</param>
    public Timeline TimelineAt(DateTimeOffset now)
    {
        var (first, last) = RangeAt(now);
        if (_servers.Revision != _sum.Revision)
        {
            var slots = Enumerable.Range(0, _slots.Count).Where(slot => _sum.Has(slot));
            _servers = (_sum.Revision, [.. slots.Select(slot => _slots[slot]).OrderBy(id => id.Value, StringComparer.Ordinal)]);
        }

        var offsets = Enumerable.Range(0, (int)(last - first) + 1);
        return new(StatisticsClock.StartOf(first), StatisticsClock.Interval, now)
        {
            Slots = _slots,
            Servers = _servers.Ids,
            Intervals = [.. offsets.Select(offset => _intervals.GetValueOrDefault(first + offset, IntervalStatistics.Empty))],
        };
    }

    /// <summary>Replaces the known statistics of a range with those that were read.</summary>
    private void Take(long first, long last, ImmutableArray<StatisticsInterval> read)
    {
        _slots = _slots.With(read.SelectMany(interval => interval.Servers.Keys), slot => !_sum.Has(slot));
        var byIndex = read.ToLookup(interval => interval.Index);
        _records = byIndex.Select(gateways => gateways.Sum(gateway => gateway.Servers.Count)).DefaultIfEmpty().Max();
        for (var index = first; index <= last; index++)
        {
            Replace(index, byIndex[index].ToArray() is { Length: > 0 } gateways ? IntervalStatistics.Of(_slots, gateways) : null);
        }
    }

    private void Replace(long index, IntervalStatistics? next)
    {
        var last = _intervals.GetValueOrDefault(index);
        if (ReferenceEquals(last, next) || (last is not null && next?.HasContentOf(last) == true))
        {
            return;
        }

        if (index <= _closedRange.Last && (last is null || next?.HasKeysOf(last) != true))
        {
            _closedKeys = null;
        }

        // What remains is added first, so that a server that has statistics before and after keeps its row.
        if (next is not null)
        {
            _sum.Add(next.Servers);
        }

        if (last is not null)
        {
            _sum.Subtract(last.Servers);
        }

        if (next is null)
        {
            _intervals.Remove(index);
        }
        else
        {
            _intervals[index] = next;
        }
    }

    private void Forget(long first)
    {
        foreach (var old in _intervals.Keys.Where(index => index < first).ToArray())
        {
            Replace(old, null);
        }
    }

    /// <summary>Adds the keys of the intervals that are over, which takes longest, only when there are others than before.</summary>
    private void SumKeys(long first, long last)
    {
        if (_closedKeys is null || _closedRange != (first, last))
        {
            _closedRange = (first, last);
            var closed = _intervals.Where(entry => entry.Key <= last).ToArray();
            _closedKeys = HotKeySummary.Sum(closed.Select(entry => entry.Value.HotKeys));
            _recentKeys = HotKeySummary.Sum(closed.Where(entry => IsRecent(entry.Key)).Select(entry => entry.Value.HotKeys));
        }
    }

    private bool IsRecent(long index) => index > _closedRange.Last + OpenIntervals - RecentIntervals;

    private static (long First, long Last) RangeAt(DateTimeOffset now) =>
        (StatisticsClock.IndexOf(now - StatisticsClock.Longest), StatisticsClock.IndexOf(now));
}
