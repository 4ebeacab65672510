using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The marks of servers without their lease, shared by all gateways that sweep. They expire by Redis's own clock: if Redis was stopped,
/// paused, or restarted for longer than a few sweeps, they have expired when it is back.
/// </summary>
internal sealed class RedisLeaseMarks(IDatabase database, RedisKeys keys)
{
    private const string TurnField = "turn";

    /// <summary>
    /// Marks the servers that a sweep has found; returns those that are due afterwards, or none if another sweep has intervened.
    /// </summary>
    public async Task<IReadOnlyList<Server>> AdvanceAsync(
        IReadOnlyList<Server> missing, TimeSpan interval, CancellationToken cancellationToken)
    {
        var fields = await database.HashGetAllAsync(keys.LeaseMarks).WaitAsync(cancellationToken);
        if (missing.Count == 0 && fields.Length == 0)
        {
            return [];
        }

        var last = Read(fields);
        var next = last.Next(missing, interval);
        return await TryWriteAsync(last, next, interval, cancellationToken) ? [.. missing.Where(next.IsDue)] : [];
    }

    private Task<bool> TryWriteAsync(LeaseMarks last, LeaseMarks next, TimeSpan interval, CancellationToken cancellationToken)
    {
        var write = new ConditionalWrite();
        write.RequireField(keys.LeaseMarks, TurnField, last.Turn == 0 ? RedisValue.Null : last.Turn);
        write.Delete(keys.LeaseMarks);
        if (!next.Marks.IsEmpty)
        {
            write.SetFields(keys.LeaseMarks, [new(TurnField, next.Turn), .. next.Marks.Select(Write)]);
            write.Expire(keys.LeaseMarks, LeaseMarks.Lifetime(interval));
        }

        return write.TryExecuteAsync(database, cancellationToken);
    }

    private static HashEntry Write(KeyValuePair<ServerId, LeaseMark> entry) => new(
        RedisMembershipReader.ServerPrefix + entry.Key,
        string.Create(CultureInfo.InvariantCulture, $"{(long)entry.Value.Missing.TotalMilliseconds} {entry.Value.Instance}"));

    /// <summary>
    /// Reads the marks. A mark that cannot be read counts as absent: the server is marked again, and none is removed too early.
    /// </summary>
    private static LeaseMarks Read(HashEntry[] fields)
    {
        var turn = 0L;
        var marks = ImmutableDictionary.CreateBuilder<ServerId, LeaseMark>();
        foreach (var field in fields)
        {
            var name = field.Name.ToString();
            if (string.Equals(name, TurnField, StringComparison.Ordinal))
            {
                _ = field.Value.TryParse(out turn);
            }
            else if (name.StartsWith(RedisMembershipReader.ServerPrefix, StringComparison.Ordinal)
                && field.Value.ToString().Split(' ', 2) is [var missing, var instance]
                && long.TryParse(missing, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            {
                marks[new(name[RedisMembershipReader.ServerPrefix.Length..])] = new(instance, TimeSpan.FromMilliseconds(milliseconds));
            }
        }

        return new(turn, marks.ToImmutable());
    }
}
