using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Benchmarks;

/// <summary>Records requests the way a gateway does, without the requests themselves.</summary>
internal sealed class Recorders
{
    private readonly RecordingClock _clock;
    private readonly RequestCounters _counters;
    private readonly HotKeyRecorder _hotKeys;

    public Recorders()
    {
        _clock = new(TimeProvider.System);
        _counters = new(new ClusterLoad(), _clock);
        _hotKeys = new(_clock);
    }

    public static ulong HashOf(string key) => KeyHash.Of(key);

    public void RecordKey(string key, ulong hash) => _hotKeys.Record(hash, key);

    public void RecordRequest(ServerId server)
    {
        var began = _clock.Timestamp;
        var counter = _counters.Of(server);
        counter.Begin(isRetry: false, SelectionReason.Owner);
        var ended = _clock.Timestamp;
        counter.End(failure: null, began, ended);
        counter.CountRequest(ended);
        _counters.Latency.Record(began, ended);
    }
}
