using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Redis.Stores;

/// <summary>The event log in Redis: one list, about 200 bytes per event. Thread-safe.</summary>
internal sealed class RedisEventLog(RegistryConnection connection, IOptions<RegistryOptions> options) : IEventLog
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    public async Task AppendAsync(IReadOnlyList<ClusterEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var write = new ConditionalWrite();
        EventRecord.Append(write, _keys, events);
        await write.TryExecuteAsync(connection.Database, cancellationToken);
    }

    /// <summary>
    /// Reads all events that are kept, whatever the count, since events that a gateway kept while Redis was unreachable were appended late.
    /// </summary>
    public async Task<ImmutableArray<ClusterEvent>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        EventArguments.Check(count);
        var records = await connection.Database.ListRangeAsync(_keys.Events, 0, IEventLog.Capacity - 1).WaitAsync(cancellationToken);
        return [.. records.Select(EventRecord.TryRead).OfType<ClusterEvent>().OrderByDescending(happened => happened.At).Take(count)];
    }
}
