using System.Text.Json;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// Events as they are written to Redis: JSON in a list that is cut to its capacity with each write, the latest first; changes by people in
/// a sorted set too.
/// </summary>
internal static class EventRecord
{
    private const char Separator = ' ';

    /// <summary>Adds what appends events to a write.</summary>
    public static void Append(ConditionalWrite write, RedisKeys keys, IReadOnlyList<ClusterEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        write.PushAndTrim(keys.Events, events.Select(Write), IEventLog.Capacity);
        var changes = events.Where(happened => happened.IsByPerson).ToArray();
        if (changes.Length > 0)
        {
            var least = ChangeScore.Of(changes[^1].At - IChangeLog.Memory);
            write.AddAndTrim(keys.Changes, changes.Select(MemberOf), least, IChangeLog.Capacity);
        }
    }

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
            return JsonSerializer.Deserialize(
                (byte[]?)json ?? [], RegistryJson.Default.ClusterEvent) is { By: not null, Detail: not null } read
                && Enum.IsDefined(read.Kind)
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A set has equal members once: each change begins with what no other one does.</summary>
    private static SortedSetEntry MemberOf(ClusterEvent change, int part) =>
        new($"{Guid.NewGuid():N}{Separator}{Write(change)}", ChangeScore.Of(change.At, part));

    private static RedisValue Write(ClusterEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, RegistryJson.Default.ClusterEvent);
}
