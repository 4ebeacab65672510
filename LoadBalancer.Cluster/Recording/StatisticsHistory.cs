using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// The statistics that this gateway has recorded in the last 30 minutes, whether or not Redis has them. They are collected from the
/// recorders when an interval ends, when it is written, and when it is read. Thread-safe; the request path does not wait for it.
/// </summary>
internal sealed class StatisticsHistory : IDisposable
{
    private readonly RequestCounters _counters;
    private readonly HotKeyRecorder _hotKeys;
    private readonly RecordingClock _clock;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, PastInterval> _intervals = [];
    private long _collected;

    public StatisticsHistory(RequestCounters counters, HotKeyRecorder hotKeys, RecordingClock clock, GatewayIdentity identity)
    {
        _counters = counters;
        _hotKeys = hotKeys;
        _clock = clock;
        Source = identity.Process;
        _clock.Ended += Collect;
    }

    /// <summary>This gateway's name in Redis, unique to the process.</summary>
    public GatewayProcess Source { get; }

    /// <summary>
    /// Returns the intervals that Redis does not have in their present state, the oldest first, with the revisions to mark once it does.
    /// </summary>
    public ImmutableArray<(StatisticsInterval Interval, long Revision)> ReadUnwritten()
    {
        lock (_lock)
        {
            var current = CollectLocked();
            return
            [
                .. _intervals.Values.Where(interval => !interval.IsWritten).Select(interval =>
                    (interval.ToInterval(
                        interval.Index == current.Index ? _hotKeys.Read(current.Slot) : HotKeySummary.Empty), interval.Revision)),
            ];
        }
    }

    /// <summary>Records that Redis has these intervals.</summary>
    public void MarkWritten(IEnumerable<(StatisticsInterval Interval, long Revision)> written)
    {
        lock (_lock)
        {
            foreach (var (interval, revision) in written)
            {
                _intervals.GetValueOrDefault(interval.Index)?.MarkWritten(revision);
            }
        }
    }

    /// <summary>Records that Redis has lost data, so that all intervals are written again.</summary>
    public void MarkLost()
    {
        lock (_lock)
        {
            foreach (var interval in _intervals.Values)
            {
                interval.MarkLost();
            }
        }
    }

    /// <summary>Returns this gateway's counts from an interval on, and all counts since it started that are in the history.</summary>
    public (ImmutableDictionary<ServerId, ServerCounts> Counts, ImmutableDictionary<ServerId, ServerCounts> Included) ReadCounts(long first)
    {
        lock (_lock)
        {
            CollectLocked();
            return (_intervals.Values.Where(interval => interval.Index >= first)
                .Select(interval => interval.ToInterval(HotKeySummary.Empty))
                .Counts(), _counters.ReadTaken());
        }
    }

    public void Dispose() => _clock.Ended -= Collect;

    private void Collect()
    {
        lock (_lock)
        {
            CollectLocked();
        }
    }

    /// <summary>
    /// Collects from the recorders. This includes those of the previous interval each time, since a request may have begun to record just
    /// before the interval ended.
    /// </summary>
    private RecordingInterval CollectLocked()
    {
        var current = _clock.Renew();
        foreach (var (id, counter) in _counters.All)
        {
            Add(current.Previous, id, counter.Take(current.PreviousSlot));
            AddCauses(current.Previous, id, counter.TakeCauses(current.PreviousSlot));
            counter.RecordInFlight(current.Slot);
            Add(current.Index, id, counter.Take(current.Slot));
            AddCauses(current.Index, id, counter.TakeCauses(current.Slot));
        }

        AddLatency(current.Previous, _counters.Latency.Take(current.PreviousSlot));
        AddLatency(current.Index, _counters.Latency.Take(current.Slot));
        AddUnplaced(current.Previous, _counters.Unplaced.Take(current.PreviousSlot));
        AddUnplaced(current.Index, _counters.Unplaced.Take(current.Slot));
        AddRejections(current.Previous, _counters.Unplaced.TakeRejections(current.PreviousSlot));
        AddRejections(current.Index, _counters.Unplaced.TakeRejections(current.Slot));
        if (_collected != current.Sequence)
        {
            _collected = current.Sequence;
            Begin(current);
        }

        return current;
    }

    private void Begin(RecordingInterval current)
    {
        var keys = _hotKeys.Take(current.PreviousSlot);
        if (keys is { Unlisted: > 0 } or { Keys.Length: > 0 })
        {
            Of(current.Previous).Add(keys);
        }

        var oldest = StatisticsClock.IndexOf(_clock.Now - StatisticsClock.Longest);
        foreach (var interval in _intervals.Values.ToArray())
        {
            if (interval.Index < oldest)
            {
                _intervals.Remove(interval.Index);
            }
            else if (interval.Index != current.Index && interval.Index != current.Previous)
            {
                interval.Seal();
            }
        }
    }

    private void Add(long index, ServerId id, ServerStatistics statistics)
    {
        if (statistics != ServerStatistics.None)
        {
            Of(index).Add(id, statistics);
        }
    }

    private void AddUnplaced(long index, ResponseCounts responses)
    {
        if (responses != default)
        {
            Of(index).AddUnplaced(responses);
        }
    }

    private void AddLatency(long index, LatencyHistogram latency)
    {
        if (latency.Count > 0)
        {
            Of(index).AddRequests(latency);
        }
    }

    private void AddCauses(long index, ServerId id, ImmutableArray<CauseCount> causes)
    {
        if (!causes.IsEmpty)
        {
            Of(index).AddCauses(id, causes);
        }
    }

    private void AddRejections(long index, ImmutableArray<CauseCount> rejections)
    {
        if (!rejections.IsEmpty)
        {
            Of(index).AddRejections(rejections);
        }
    }

    private PastInterval Of(long index)
    {
        if (!_intervals.TryGetValue(index, out var interval))
        {
            _intervals[index] = interval = new(Source, index);
        }

        return interval;
    }
}
