using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Proxy.Keys;

/// <summary>Places requests by their keys on the current snapshot. Thread-safe.</summary>
internal sealed class RequestPlacer(ClusterState state, RequestKey key, HotKeyRecorder hotKeys)
{
    /// <summary>Determines a request's candidates. Does not start an attempt.</summary>
    public void Place<TRequest>(TRequest request, Attempts attempts)
        where TRequest : IKeyedRequest
    {
        var serving = state.Serving;
        Span<char> buffer = stackalloc char[RequestKey.BufferLength];
        if (!key.TryRead(request, buffer, out var text))
        {
            attempts.Begin(serving, RequestKey.AnyHash());
            return;
        }

        var hash = KeyHash.Of(serving.Cluster.Placement.Algorithm, text);
        hotKeys.Record(hash, text);
        attempts.Begin(serving, hash);
    }
}
