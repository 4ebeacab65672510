using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>One transaction that writes a transition and its lease if the version is still the one that was read.</summary>
internal sealed class RedisMembershipCommit
{
    private readonly RedisKeys _keys;
    private readonly ITransaction _transaction;
    private readonly List<Task> _queued = [];

    public RedisMembershipCommit(IDatabase database, RedisKeys keys, StoredMembership stored)
    {
        _keys = keys;
        _transaction = database.CreateTransaction();
        _transaction.AddCondition(stored.Version.IsNull
            ? Condition.HashNotExists(keys.Members, RedisMembershipReader.VersionField)
            : Condition.HashEqual(keys.Members, RedisMembershipReader.VersionField, stored.Version));
        if (stored.Membership.Epoch is { Length: > 0 } epoch)
        {
            _transaction.AddCondition(Condition.HashEqual(keys.Members, RedisMembershipReader.EpochField, epoch));
        }
    }

    public void RequireNoLease(string id) => _transaction.AddCondition(Condition.KeyNotExists(_keys.Lease(id)));

    /// <summary>Writes what differs in the next membership and its events, ends the leases that end with it, and tells the others.</summary>
    public void Write(MembershipSnapshot last, MembershipSnapshot next, ImmutableArray<ClusterEvent> events)
    {
        var differences = MembershipDifference.Between(last, next);
        Write([.. Fields(last, next), .. differences.Select(ServerField)]);
        foreach (var id in EndedLeases.Of(differences))
        {
            _queued.Add(_transaction.KeyDeleteAsync(_keys.Lease(id)));
        }

        _queued.Add(_transaction.StringSetAsync(_keys.Revision, Guid.NewGuid().ToString("N")));
        _queued.AddRange(EventRecord.Append(_transaction, _keys, events));
        _queued.Add(_transaction.PublishAsync(_keys.Changed, next.Version));
    }

    /// <summary>Only after <see cref="Write(MembershipSnapshot, MembershipSnapshot, ImmutableArray{ClusterEvent})"/>, which ends the lease of another process.</summary>
    public void GrantLease(string id, string instance, TimeSpan lease) =>
        _queued.Add(_transaction.StringSetAsync(_keys.Lease(id), instance, lease));

    /// <returns><see langword="false"/> when somebody else was faster; nothing was written then.</returns>
    public async Task<bool> TryExecuteAsync(CancellationToken cancellationToken)
    {
        if (!await _transaction.ExecuteAsync().WaitAsync(cancellationToken))
        {
            return false;
        }

        await Task.WhenAll(_queued);
        return true;
    }

    private static IEnumerable<HashEntry> Fields(MembershipSnapshot last, MembershipSnapshot next)
    {
        yield return new(RedisMembershipReader.VersionField, next.Version);
        if (!string.Equals(next.Epoch, last.Epoch, StringComparison.Ordinal))
        {
            yield return new(RedisMembershipReader.EpochField, next.Epoch);
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

    /// <summary>A field without a value is deleted.</summary>
    private void Write(ImmutableArray<HashEntry> fields)
    {
        _queued.Add(_transaction.HashSetAsync(_keys.Members, [.. fields.Where(field => !field.Value.IsNull)]));
        if (fields.Any(field => field.Value.IsNull))
        {
            _queued.Add(_transaction.HashDeleteAsync(_keys.Members, [.. fields.Where(field => field.Value.IsNull).Select(field => field.Name)]));
        }
    }
}
