using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>Writes a transition and its lease if the version is still the one that was read.</summary>
internal sealed class RedisMembershipCommit
{
    private readonly IDatabase _database;
    private readonly RedisKeys _keys;
    private readonly ConditionalWrite _write = new();

    public RedisMembershipCommit(IDatabase database, RedisKeys keys, StoredMembership stored)
    {
        _database = database;
        _keys = keys;
        _write.RequireField(keys.Members, RedisMembershipReader.VersionField, stored.Version);
        if (stored.Membership.Epoch is { IsNone: false } epoch)
        {
            _write.RequireField(keys.Members, RedisMembershipReader.EpochField, epoch.Value);
        }
    }

    public void RequireNoLease(ServerId id) => _write.RequireString(_keys.Lease(id), RedisValue.Null);

    /// <summary>
    /// Writes the differences in the next membership and its events, ends the corresponding leases, and notifies subscribers.
    /// </summary>
    public void Write(MembershipSnapshot last, MembershipSnapshot next, ImmutableArray<ClusterEvent> events)
    {
        var differences = MembershipDifference.Between(last, next);
        Write([.. Fields(last, next), .. differences.Select(ServerField)]);
        foreach (var id in EndedLeases.Of(differences))
        {
            _write.Delete(_keys.Lease(id));
        }

        _write.SetString(_keys.Revision, Guid.NewGuid().ToString("N"));
        EventRecord.Append(_write, _keys, events);
        _write.Publish(_keys.Changed, next.Version);
    }

    /// <summary>
    /// Grants a lease. Must follow <see cref="Write(MembershipSnapshot, MembershipSnapshot, ImmutableArray{ClusterEvent})"/>, which ends
    /// the lease of another process.
    /// </summary>
    public void GrantLease(ServerId id, string instance, TimeSpan lease) => _write.SetString(_keys.Lease(id), instance, lease);

    /// <returns><see langword="false"/> if a concurrent write came first; then nothing was written.</returns>
    public Task<bool> TryExecuteAsync(CancellationToken cancellationToken) => _write.TryExecuteAsync(_database, cancellationToken);

    private static IEnumerable<HashEntry> Fields(MembershipSnapshot last, MembershipSnapshot next)
    {
        yield return new(RedisMembershipReader.VersionField, next.Version);
        if (next.Epoch != last.Epoch)
        {
            yield return new(RedisMembershipReader.EpochField, next.Epoch.Value);
        }

        if (next.Algorithm != last.Algorithm)
        {
            yield return new(RedisMembershipReader.AlgorithmField, next.Algorithm?.ToString());
        }

        if (!next.Continues.SequenceEqual(last.Continues))
        {
            yield return new(RedisMembershipReader.ContinuesField, OriginField.Write(next.Continues));
        }
    }

    private static HashEntry ServerField(ServerDifference difference) => new(
        RedisMembershipReader.ServerPrefix + difference.Id,
        difference.After is { } server ? ServerRecord.Write(server) : RedisValue.Null);

    /// <summary>Writes fields; a field without a value is deleted.</summary>
    private void Write(ImmutableArray<HashEntry> fields)
    {
        _write.SetFields(_keys.Members, fields.Where(field => !field.Value.IsNull));
        _write.DeleteFields(_keys.Members, fields.Where(field => field.Value.IsNull).Select(field => field.Name));
    }
}
