using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>The requests in flight of all servers. Thread-safe.</summary>
public sealed class ClusterLoad
{
    private readonly ConcurrentDictionary<ServerId, ServerLoad> _servers = new();
    private long _inFlight;

    /// <summary>The number of requests in flight in the whole cluster.</summary>
    public long InFlight => Math.Max(0, Volatile.Read(ref _inFlight));

    /// <summary>Returns a server's load, the same object for the same id as long as it is referenced.</summary>
    public ServerLoad Of(ServerId id) => _servers.TryGetValue(id, out var load) ? load : _servers.GetOrAdd(id, _ => new(this));

    /// <summary>Returns the requests in flight of this gateway, by server id; servers without any are omitted.</summary>
    public ImmutableDictionary<ServerId, int> ReadHere() =>
        _servers.Where(entry => entry.Value.Here > 0)
            .ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Here);

    /// <summary>
    /// Sets the requests in flight of all other gateways, by server id; servers that are not included have none. Not thread-safe.
    /// </summary>
    public void SetElsewhere(IReadOnlyDictionary<ServerId, int> inFlight)
    {
        foreach (var (id, load) in _servers)
        {
            load.SetElsewhere(inFlight.GetValueOrDefault(id));
        }

        foreach (var (id, count) in inFlight)
        {
            Of(id).SetElsewhere(count);
        }
    }

    internal void Add(int requests) => Interlocked.Add(ref _inFlight, requests);
}
