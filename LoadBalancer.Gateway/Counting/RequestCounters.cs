using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Core.Selection;
using LoadBalancer.Registry.Counters;

namespace LoadBalancer.Gateway.Counting;

/// <summary>This gateway's counters by server, those of servers that have left included. Thread-safe.</summary>
internal sealed class RequestCounters(ClusterLoad load)
{
    private readonly ConcurrentDictionary<string, ServerCounter> _counters = new(StringComparer.Ordinal);

    public ServerCounter Of(string id) => _counters.TryGetValue(id, out var counter) ? counter : _counters.GetOrAdd(id, _ => new(load.Of(id)));

    /// <summary>The counts since the gateway started.</summary>
    public ImmutableDictionary<string, ServerCounts> Read() =>
        _counters.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Counts, StringComparer.Ordinal);
}
