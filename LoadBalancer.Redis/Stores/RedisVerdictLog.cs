using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The published verdicts in Redis: one string of JSON with the names of the unhealthy servers. The text is also the stamp. Thread-safe.
/// </summary>
internal sealed class RedisVerdictLog(RegistryConnection connection, IOptions<RegistryOptions> options) : IVerdictLog
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    public async Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken)
    {
        string? text = await connection.Database.StringGetAsync(_keys.Verdicts).WaitAsync(cancellationToken);
        return new(NamesIn(text), text);
    }

    public async Task<bool> TryPublishAsync(
        PublishedVerdicts read, IReadOnlyCollection<ServerProcess> unhealthy, IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken)
    {
        var write = new ConditionalWrite();
        write.RequireString(_keys.Verdicts, read.Stamp);
        ServerProcess[] names = [.. unhealthy.OrderBy(name => name.Value, StringComparer.Ordinal)];
        write.SetString(_keys.Verdicts, JsonSerializer.SerializeToUtf8Bytes(names, RegistryJson.Default.ServerProcessArray));
        EventRecord.Append(write, _keys, events);
        return await write.TryExecuteAsync(connection.Database, cancellationToken);
    }

    /// <summary>Reads the names; text in an unknown format counts as none, and the next verdicts replace it.</summary>
    private static ImmutableHashSet<ServerProcess> NamesIn(string? text)
    {
        try
        {
            return text is null ? PublishedVerdicts.None.Unhealthy
                : [.. JsonSerializer.Deserialize(text, RegistryJson.Default.ServerProcessArray) ?? []];
        }
        catch (JsonException)
        {
            return PublishedVerdicts.None.Unhealthy;
        }
    }
}
