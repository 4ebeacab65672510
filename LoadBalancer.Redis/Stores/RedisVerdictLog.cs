using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Verdicts;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The published verdicts in Redis: one string of JSON with the names of the unhealthy servers. The text is also the stamp. Thread-safe.
/// </summary>
internal sealed class RedisVerdictLog(IConnectionMultiplexer connection, IOptions<RegistryOptions> options) : IVerdictLog
{
    private readonly RedisKeys _keys = new(options.Value.Cluster);

    public async Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken)
    {
        string? text = await connection.GetDatabase().StringGetAsync(_keys.Verdicts).WaitAsync(cancellationToken);
        return new(NamesIn(text), text);
    }

    public async Task<bool> TryPublishAsync(
        PublishedVerdicts read, IReadOnlyCollection<string> unhealthy, IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken)
    {
        var write = new ConditionalWrite();
        write.RequireString(_keys.Verdicts, read.Stamp);
        string[] names = [.. unhealthy.Order(StringComparer.Ordinal)];
        write.SetString(_keys.Verdicts, JsonSerializer.SerializeToUtf8Bytes(names, RegistryJson.Default.StringArray));
        EventRecord.Append(write, _keys, events);
        return await write.TryExecuteAsync(connection.GetDatabase(), cancellationToken);
    }

    /// <summary>Reads the names; text in an unknown format counts as none, and the next verdicts replace it.</summary>
    private static ImmutableHashSet<string> NamesIn(string? text)
    {
        try
        {
            return text is null ? PublishedVerdicts.None.Unhealthy
                : (JsonSerializer.Deserialize(text, RegistryJson.Default.StringArray) ?? [])
                    .OfType<string>()
                    .ToImmutableHashSet(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return PublishedVerdicts.None.Unhealthy;
        }
    }
}
