using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// The statistics of this gateway for one interval. After the interval has ended they are kept in the encoding used in Redis, which takes a
/// seventh of the memory. Not thread-safe.
/// </summary>
internal sealed class PastInterval(GatewayProcess source, long index)
{
    private readonly Dictionary<ServerId, ServerStatistics> _servers = [];
    private HotKeySummary _keys = HotKeySummary.Empty;
    private ResponseCounts _unplaced;
    private LatencyHistogram _requestLatency = LatencyHistogram.Empty;
    private IntervalCauses _causes = IntervalCauses.None;
    private byte[]? _sealed;
    private byte[]? _sealedCauses;
    private long _written;

    public long Index => index;

    /// <summary>The revision, which increases with each change.</summary>
    public long Revision { get; private set; }

    public bool IsWritten => _written == Revision;

    public void Add(ServerId id, ServerStatistics statistics)
    {
        Unseal();
        _servers[id] = _servers.TryGetValue(id, out var known) ? ServerStatistics.SumOverIntervals([known, statistics]) : statistics;
        Revision++;
    }

    public void AddUnplaced(ResponseCounts responses)
    {
        Unseal();
        _unplaced += responses;
        Revision++;
    }

    public void AddRequests(LatencyHistogram latency)
    {
        _requestLatency = LatencyHistogram.Sum([_requestLatency, latency]);
        Revision++;
    }

    public void AddCauses(ServerId id, ImmutableArray<CauseCount> causes)
    {
        Unseal();
        var known = _causes.Servers.GetValueOrDefault(id, []);
        _causes = _causes with { Servers = _causes.Servers.SetItem(id, [.. CauseCount.Sum([.. known, .. causes])]) };
        Revision++;
    }

    public void AddRejections(ImmutableArray<CauseCount> rejections)
    {
        Unseal();
        _causes = _causes with { Rejections = [.. CauseCount.Sum([.. _causes.Rejections, .. rejections])] };
        Revision++;
    }

    public void Add(HotKeySummary keys)
    {
        Unseal();
        _keys = HotKeySummary.Sum([_keys, keys]).Top(HotKeySketch.MostListed);
        Revision++;
    }

    /// <summary>Records that Redis has a revision.</summary>
    public void MarkWritten(long revision) => _written = Math.Max(_written, revision);

    /// <summary>Records that Redis may no longer have the interval.</summary>
    public void MarkLost() => Revision++;

    public void Seal()
    {
        if (_sealed is null)
        {
            _sealed = StatisticsCodec.Encode(ToInterval(HotKeySummary.Empty));
            _servers.Clear();
            _sealedCauses = _causes.IsEmpty ? null : CauseCodec.Encode(_causes);
            _causes = IntervalCauses.None;
            _unplaced = default;
            _keys = HotKeySummary.Empty;
        }
    }

    /// <param name="open">The keys that are still being counted.</param>
    public StatisticsInterval ToInterval(HotKeySummary open)
    {
        if (_sealed is not null)
        {
            return Decode(_sealed) with { RequestLatency = _requestLatency, Causes = DecodeCauses() };
        }

        var keys = HotKeySummary.Sum([_keys, open]).Top(HotKeySketch.MostListed);
        return new(source, index, _servers.ToImmutableDictionary(), keys.Keys)
        {
            Unplaced = _unplaced,
            RequestLatency = _requestLatency,
            Causes = _causes,
            UnlistedKeys = keys.Unlisted,
        };
    }

    private void Unseal()
    {
        if (_sealed is { } bytes)
        {
            _sealed = null;
            var interval = Decode(bytes);
            _keys = interval.Keys;
            _unplaced = interval.Unplaced;
            _causes = DecodeCauses();
            foreach (var (id, statistics) in interval.Servers)
            {
                _servers.Add(id, statistics);
            }
        }
    }

    private IntervalCauses DecodeCauses() => _sealedCauses is not { } bytes ? IntervalCauses.None
        : CauseCodec.Decode(bytes) ?? throw new InvalidOperationException("Causes that this process wrote cannot be read.");

    private StatisticsInterval Decode(byte[] bytes) =>
        StatisticsCodec.Decode(source, index, bytes)
            ?? throw new InvalidOperationException("An interval that this process wrote cannot be read.");
}
