using System.Text.Json;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>Events as they are written to Redis: JSON in a list that is cut to its capacity with each write, the latest first; changes by people in a sorted set too.</summary>
internal static class EventRecord
{
    private const char Separator = ' ';

    /// <summary>Queues the commands that append; those of a transaction come through with it.</summary>
    public static IEnumerable<Task> Append(IDatabaseAsync target, RedisKeys keys, IReadOnlyList<ClusterEvent> events) => events.Count == 0
        ? []
        : [target.ListLeftPushAsync(keys.Events, [.. events.Select(Write)]), target.ListTrimAsync(keys.Events, 0, IEventLog.Capacity - 1), .. AppendChanges(target, keys, [.. events.Where(happened => happened.IsByPerson)])];

    /// <summary>What <see cref="TryRead"/> reads, of a change.</summary>
    public static ClusterEvent? TryReadChange(RedisValue member)
    {
        string? text = member;
        return text?.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var end ? TryRead(text[(end + 1)..]) : null;
    }

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

    /// <summary>A set has equal members once: each change begins with what no other one does.</summary>
    private static Task[] AppendChanges(IDatabaseAsync target, RedisKeys keys, ClusterEvent[] changes) => changes.Length == 0
        ? []
        :
        [
            target.SortedSetAddAsync(keys.Changes, [.. changes.Select((change, part) => new SortedSetEntry($"{Guid.NewGuid():N}{Separator}{Write(change)}", ChangeScore.Of(change.At, part)))]),
            target.SortedSetRemoveRangeByScoreAsync(keys.Changes, double.NegativeInfinity, ChangeScore.Of(changes[^1].At - IChangeLog.Memory), Exclude.Stop),
            target.SortedSetRemoveRangeByRankAsync(keys.Changes, 0, -IChangeLog.Capacity - 1),
        ];

    private static RedisValue Write(ClusterEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, RegistryJson.Default.ClusterEvent);
}
