using System.Collections.Concurrent;
using LoadBalancer.Cluster.Identity;

namespace LoadBalancer.Cluster.Events;

/// <summary>
/// What this gateway has seen and not yet told. Requests may add: nothing is waited for. While the store is away the
/// oldest are dropped beyond <see cref="Capacity"/>. Thread-safe; one reader.
/// </summary>
internal sealed class EventQueue(GatewayIdentity identity)
{
    public const int Capacity = 1_000;

    private readonly ConcurrentQueue<ClusterEvent> _events = new();
    private int _dropped;

    public void Add(ClusterEventKind kind, DateTimeOffset at, string? server = null, string detail = "")
    {
        _events.Enqueue(new(at, kind, server, identity.Id, detail));
        if (_events.Count > Capacity && _events.TryDequeue(out _))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Takes the oldest out.</summary>
    public IReadOnlyList<ClusterEvent> Take(int most)
    {
        var taken = new List<ClusterEvent>();
        while (taken.Count < most && _events.TryDequeue(out var happened))
        {
            taken.Add(happened);
        }

        return taken;
    }

    /// <summary>How many were dropped since this was asked last.</summary>
    public int TakeDropped() => Interlocked.Exchange(ref _dropped, 0);
}
