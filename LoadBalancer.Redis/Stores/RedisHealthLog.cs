using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The health history in Redis: for each server that has changed in the last days a list of JSON, about 300 bytes per change, the last one
/// first. Thread-safe.
/// </summary>
internal sealed class RedisHealthLog(RegistryConnection connection, IOptions<RegistryOptions> options) : IHealthLog
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    public async Task AppendAsync(IReadOnlyCollection<HealthChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var write = new ConditionalWrite();
        foreach (var server in changes.GroupBy(change => change.Process.Server))
        {
            var key = _keys.Health(server.Key);
            write.PushAndTrim(key, server.Select(Write), IHealthLog.Capacity);
            write.Expire(key, IHealthLog.Memory);
        }

        await write.TryExecuteAsync(connection.Database, cancellationToken);
    }

    public async Task<ImmutableArray<HealthChange>> ReadAsync(ServerId server, CancellationToken cancellationToken)
    {
        var records = await connection.Database.ListRangeAsync(_keys.Health(server), 0, IHealthLog.Capacity - 1)
            .WaitAsync(cancellationToken);
        return HealthChanges.LatestFirst(records.Select(TryRead).OfType<HealthChange>());
    }

    private static RedisValue Write(HealthChange change) =>
        JsonSerializer.SerializeToUtf8Bytes(change, RegistryJson.Default.HealthChange);

    /// <summary>Reads a change; <see langword="null"/> if this build cannot read it.</summary>
    private static HealthChange? TryRead(RedisValue json)
    {
        try
        {
            return JsonSerializer.Deserialize((byte[]?)json ?? [], RegistryJson.Default.HealthChange)
                is { To: not null, Trigger: not null, Probe: null or { Method: not null, Url: not null } } change
                    ? change
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
