using System.Collections.Concurrent;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Events;

/// <summary>
/// The events of this gateway that have not been written yet. Adding never blocks, so the request path may add. While Redis is unreachable
/// the oldest events beyond <see cref="Capacity"/> are dropped. Thread-safe; one reader.
/// </summary>
internal sealed class EventQueue(GatewayIdentity identity)
{
    public const int Capacity = 1_000;

    private readonly ConcurrentQueue<ClusterEvent> _events = new();
    private int _dropped;

    public void Add(ClusterEventKind kind, DateTimeOffset at, ServerId? server = null, string detail = "")
    {
        _events.Enqueue(new(at, kind, server, identity.Id.Value, detail));
        if (_events.Count > Capacity && _events.TryDequeue(out _))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Removes and returns the oldest events.</summary>
    public IReadOnlyList<ClusterEvent> Take(int most)
    {
        var taken = new List<ClusterEvent>();
        while (taken.Count < most && _events.TryDequeue(out var happened))
        {
            taken.Add(happened);
        }

        return taken;
    }

    /// <summary>Returns the number of events dropped since the last call.</summary>
    public int TakeDropped() => Interlocked.Exchange(ref _dropped, 0);
}
