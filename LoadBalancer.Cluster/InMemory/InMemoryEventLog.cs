using System.Collections.Immutable;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory event log within one process, for a standalone gateway and for tests. Thread-safe.</summary>
public sealed class InMemoryEventLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly Queue<ClusterEvent> _events = new();
    private readonly Queue<(double Score, ClusterEvent Change)> _changes = new();

    internal (double Score, ClusterEvent Change)[] Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<ClusterEvent> events, CancellationToken cancellationToken)
    {
        Append(events);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<ClusterEvent>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        EventArguments.Check(count);
        lock (_lock)
        {
            return Task.FromResult<ImmutableArray<ClusterEvent>>(
                [.. _events.Reverse().OrderByDescending(happened => happened.At).Take(count)]);
        }
    }

    internal void Append(IReadOnlyList<ClusterEvent> events)
    {
        lock (_lock)
        {
            foreach (var happened in events)
            {
                _events.Enqueue(happened);
            }

            foreach (var (change, part) in events.Where(happened => happened.IsByPerson).Select((change, part) => (change, part)))
            {
                _changes.Enqueue((ChangeScore.Of(change.At, part), change));
            }

            while (_changes.Count > IChangeLog.Capacity)
            {
                _changes.Dequeue();
            }

            while (_events.Count > IEventLog.Capacity)
            {
                _events.Dequeue();
            }
        }
    }
}
