using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Recording;

/// <summary>This gateway's counters by server, those of servers that have left included. Thread-safe.</summary>
internal sealed class RequestCounters(ClusterLoad load, RecordingClock clock)
{
    private readonly ConcurrentDictionary<string, ServerCounter> _counters = new(StringComparer.Ordinal);

    /// <summary>The requests that came to no server.</summary>
    public UnplacedCounter Unplaced { get; } = new(clock);

    public IEnumerable<KeyValuePair<string, ServerCounter>> All => _counters;

    /// <summary>A server's counter, the same object for the same id. Allocates nothing once there is one.</summary>
    public ServerCounter Of(string id) => _counters.TryGetValue(id, out var counter) ? counter : _counters.GetOrAdd(id, Create);

    /// <summary>What was counted since some counts were read; servers without any are left out.</summary>
    public ImmutableDictionary<string, ServerCounts> ReadSince(ImmutableDictionary<string, ServerCounts> known) =>
        _counters.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Counts - known.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Value != default)
            .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>What of the counts was taken into the history.</summary>
    public ImmutableDictionary<string, ServerCounts> ReadTaken() =>
        _counters.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Taken, StringComparer.Ordinal);

    private ServerCounter Create(string id) => new(load.Of(id), clock);
}
