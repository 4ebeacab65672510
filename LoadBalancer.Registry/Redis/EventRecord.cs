using System.Text.Json;
using LoadBalancer.Registry.Events;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

/// <summary>Events as they are written to Redis: JSON in a list that is cut to its capacity with each write, the latest first.</summary>
internal static class EventRecord
{
    /// <summary>Queues the commands that append; those of a transaction come through with it.</summary>
    public static IEnumerable<Task> Append(IDatabaseAsync target, RedisKeys keys, IReadOnlyList<ClusterEvent> events) => events.Count == 0
        ? []
        : [target.ListLeftPushAsync(keys.Events, [.. events.Select(Write)]), target.ListTrimAsync(keys.Events, 0, IEventLog.Capacity - 1)];

    /// <summary><see langword="null"/> for what this build cannot read, such as a kind that a newer one has.</summary>
    public static ClusterEvent? TryRead(RedisValue json)
    {
        try
        {
            return JsonSerializer.Deserialize((byte[]?)json ?? [], RegistryJson.Default.ClusterEvent) is { By: not null, Detail: not null } read && Enum.IsDefined(read.Kind)
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RedisValue Write(ClusterEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, RegistryJson.Default.ClusterEvent);
}
