using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway;
using LoadBalancer.Proxy.Telemetry.Tracing;

namespace LoadBalancer.Benchmarks;

/// <summary>An ordinary request as the relay traces it: its span, the span of its attempt, and the trace headers for the server.</summary>
internal sealed class TracedRequests : IDisposable
{
    private const int Ok = 200;

    private readonly Heads _heads = new();
    private readonly RelayTrace _trace;
    private readonly Attempts _attempts = new();
    private readonly ActivityListener? _listener;

    /// <param name="tracing">Whether a listener is attached, and records the requests.</param>
    public TracedRequests(Tracing tracing)
    {
        _trace = new(
            _heads.Head, "http", new TraceSamplingAdapter(new(new(tracing == Tracing.Dropped ? 0 : 1_000_000, TimeProvider.System))));
        _attempts.Begin(new(ClusterSnapshot.Create(Clusters.Membership(Clusters.Equal(3)), PlacementAlgorithm.Ring), Bound: null), hash: 1);
        _attempts.MoveNext();
        if (tracing != Tracing.Unheard)
        {
            _listener = new()
            {
                ShouldListenTo = source => string.Equals(source.Name, GatewaySource.Name, StringComparison.Ordinal),
                Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            };
            ActivitySource.AddActivityListener(_listener);
        }
    }

    public int Forward()
    {
        _heads.ReadRequest();
        _trace.Begin();
        _trace.BeginAttempt(_attempts);
        var written = _heads.WriteRequest(_trace.Current);
        _trace.EndAttempt(_attempts, AttemptOutcome.Responded, Ok, failure: default);
        _trace.End();
        return written;
    }

    public void Dispose() => _listener?.Dispose();
}
