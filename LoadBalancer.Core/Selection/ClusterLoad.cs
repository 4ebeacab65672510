using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LoadBalancer.Core.Selection;

/// <summary>The requests in flight of all servers. Thread-safe.</summary>
public sealed class ClusterLoad
{
    private readonly ConcurrentDictionary<string, ServerLoad> _servers = new(StringComparer.Ordinal);
    private long _inFlight;

    /// <summary>In flight in the whole cluster.</summary>
    public long InFlight => Math.Max(0, Volatile.Read(ref _inFlight));

    /// <summary>A server's load, the same object for the same id for as long as anything refers to it.</summary>
    public ServerLoad Of(string id) => _servers.TryGetValue(id, out var load) ? load : _servers.GetOrAdd(id, _ => new(this));

    /// <summary>What this gateway has in flight, by server id; servers without are left out.</summary>
    public ImmutableDictionary<string, int> ReadHere() =>
        _servers.Where(entry => entry.Value.Here > 0)
            .ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Here, StringComparer.Ordinal);

    /// <summary>
    /// Takes over what all other gateways have in flight, by server id; servers that are not named have none. One call at a time.
    /// </summary>
    public void SetElsewhere(IReadOnlyDictionary<string, int> inFlight)
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
