using System.Collections.Immutable;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The change log in Redis: a sorted set by time, about 300 bytes per change. Written by <see cref="EventRecord"/>. Thread-safe.
/// </summary>
internal sealed class RedisChangeLog(
    RegistryConnection connection, IOptions<RegistryOptions> options, TimeProvider timeProvider) : IChangeLog
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    public async Task<ChangePage> ReadAsync(ChangeQuery query, int count, ChangeCursor? cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IChangeLog.MostPerPage);
        var kept = timeProvider.GetUtcNow() - IChangeLog.Memory;
        var least = ChangeScore.Of(query.Since > kept ? query.Since.Value : kept);
        var most = query.Until is { } until ? ChangeScore.Last(until) : double.PositiveInfinity;
        var changes = ImmutableArray.CreateBuilder<ClusterEvent>();
        while (true)
        {
            var entries = await connection.Database.SortedSetRangeByScoreWithScoresAsync(
                _keys.Changes, least, Math.Min(most, cursor?.Score ?? most), order: Order.Descending, skip: cursor?.Skip ?? 0,
                take: IChangeLog.MostPerPage).WaitAsync(cancellationToken);
            for (var i = 0; i < entries.Length; i++)
            {
                if (EventRecord.TryReadChange(entries[i].Element) is { } change
                    && (query.By is null || string.Equals(change.By, query.By, StringComparison.Ordinal)))
                {
                    changes.Add(change);
                }

                if (changes.Count == count)
                {
                    var next = ChangeCursor.After(cursor, [.. entries.Take(i + 1).Select(entry => entry.Score)]);
                    return new(changes.ToImmutable(), i + 1 == entries.Length && entries.Length < IChangeLog.MostPerPage ? null : next);
                }
            }

            if (entries.Length < IChangeLog.MostPerPage)
            {
                return new(changes.ToImmutable(), Next: null);
            }

            cursor = ChangeCursor.After(cursor, [.. entries.Select(entry => entry.Score)]);
        }
    }
}
