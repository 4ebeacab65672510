using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Recording;

/// <summary>This gateway's counters by server, including servers that have left. Thread-safe.</summary>
internal sealed class RequestCounters(ClusterLoad load, RecordingClock clock)
{
    private readonly ConcurrentDictionary<ServerId, ServerCounter> _counters = new();

    /// <summary>The counter of requests that were not sent to a server.</summary>
    public UnplacedCounter Unplaced { get; } = new(clock);

    /// <summary>The latency of whole requests.</summary>
    public RequestLatency Latency { get; } = new(clock);

    public IEnumerable<KeyValuePair<ServerId, ServerCounter>> All => _counters;

    /// <summary>Returns a server's counter, the same object for the same id. Allocates only for a new counter.</summary>
    public ServerCounter Of(ServerId id) => _counters.TryGetValue(id, out var counter) ? counter : _counters.GetOrAdd(id, Create);

    /// <summary>Returns the counts since known counts; servers without any are omitted.</summary>
    public ImmutableDictionary<ServerId, ServerCounts> ReadSince(ImmutableDictionary<ServerId, ServerCounts> known) =>
        _counters.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Counts - known.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Value != default)
            .ToImmutableDictionary();

    /// <summary>Returns the part of the counts that was moved into the history.</summary>
    public ImmutableDictionary<ServerId, ServerCounts> ReadTaken() =>
        _counters.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Taken);

    private ServerCounter Create(ServerId id) => new(load.Of(id), clock);
}
