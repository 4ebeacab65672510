using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

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

    public void BeginEpoch(string epoch) =>
        _queued.Add(_transaction.HashSetAsync(_keys.Members, RedisMembershipReader.EpochField, epoch));

    /// <summary>Writes what a change made different in the next membership, and tells the others.</summary>
    public void Write(MembershipSnapshot last, MembershipSnapshot next, MembershipChange change)
    {
        Write(RedisMembershipReader.VersionField, next.Version);
        switch (change)
        {
            case MembershipChange.OfServer { Id: var id }:
                WriteServer(next, id);
                break;
            case MembershipChange.PutBack:
                Write(RedisMembershipReader.AlgorithmField, next.Algorithm?.ToString());
                Write(RedisMembershipReader.ContinuesField, OriginField.Write(next.Continues));
                foreach (var server in next.Servers.Except(last.Servers))
                {
                    WriteServer(next, server.Id);
                    if (last.Find(server.Id) is { } other && !string.Equals(other.Instance, server.Instance, StringComparison.Ordinal))
                    {
                        EndLease(server.Id);
                    }
                }

                break;
            default:
                Write(RedisMembershipReader.AlgorithmField, next.Algorithm?.ToString());
                break;
        }

        _queued.Add(_transaction.PublishAsync(_keys.Changed, next.Version));
    }

    private void WriteServer(MembershipSnapshot next, string id) =>
        Write(RedisMembershipReader.ServerPrefix + id, next.Find(id) is { } server ? ServerRecord.Write(server) : RedisValue.Null);

    private void Write(string field, RedisValue value) => _queued.Add(value.IsNull
        ? _transaction.HashDeleteAsync(_keys.Members, field)
        : _transaction.HashSetAsync(_keys.Members, field, value));

    public void GrantLease(string id, string instance, TimeSpan lease) =>
        _queued.Add(_transaction.StringSetAsync(_keys.Lease(id), instance, lease));

    public void EndLease(string id) => _queued.Add(_transaction.KeyDeleteAsync(_keys.Lease(id)));

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
}
