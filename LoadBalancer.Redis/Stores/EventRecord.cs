using System.Text.Json;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The format of events in Redis: JSON in a list that is trimmed to its capacity with each write, the latest first; changes by people also
/// in a sorted set.
/// </summary>
internal static class EventRecord
{
    private const char Separator = ' ';

    /// <summary>Adds the commands that append events to a write.</summary>
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

    /// <summary>Reads a change; otherwise like <see cref="TryRead"/>.</summary>
    public static ClusterEvent? TryReadChange(RedisValue member)
    {
        string? text = member;
        return text?.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var end ? TryRead(text[(end + 1)..]) : null;
    }

    /// <summary>
    /// Reads an event; <see langword="null"/> if this build cannot read it, for example an event of a kind added by a newer build.
    /// </summary>
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

    /// <summary>Returns the member for a change. A set stores equal members once, so each member begins with a unique prefix.</summary>
    private static SortedSetEntry MemberOf(ClusterEvent change, int part) =>
        new($"{Guid.NewGuid():N}{Separator}{Write(change)}", ChangeScore.Of(change.At, part));

    private static RedisValue Write(ClusterEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, RegistryJson.Default.ClusterEvent);
}
