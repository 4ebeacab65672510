using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

/// <summary>
/// The registry in Redis, or in anything that speaks its protocol with transactions, expiry and pub/sub.
/// A change is a transaction conditioned on the version that it was computed from; a lease is a key that expires.
/// Thread-safe.
/// </summary>
internal sealed class RedisServerRegistry : IServerRegistry
{
    private const int MaxAttempts = 64;
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMilliseconds(50);

    private readonly IConnectionMultiplexer _connection;
    private readonly RedisKeys _keys;
    private readonly RedisMembershipReader _reader;
    private readonly TimeProvider _timeProvider;

    public RedisServerRegistry(
        IConnectionMultiplexer connection, IOptions<RegistryOptions> options, TimeProvider timeProvider, ILogger<RedisMembershipReader> logger)
    {
        _connection = connection;
        _timeProvider = timeProvider;
        _keys = new(options.Value.Cluster);
        _reader = new(logger);
    }

    private IDatabase Database => _connection.GetDatabase();

    public async Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken) =>
        (await ReadStoredAsync(cancellationToken)).Membership;

    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) =>
        CommitAsync(change, lease: null, ifLeaseIsGone: false, cancellationToken);

    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken)
    {
        LeaseArguments.Check(join, lease);
        return CommitAsync(join, lease, ifLeaseIsGone: false, cancellationToken);
    }

    public async Task<LeaseStatus> RenewAsync(string id, string instance, TimeSpan lease, CancellationToken cancellationToken)
    {
        LeaseArguments.Check(lease);
        var key = _keys.Lease(id);
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(key, instance));
        var renewed = transaction.KeyExpireAsync(key, lease);
        if (await transaction.ExecuteAsync().WaitAsync(cancellationToken) && await renewed)
        {
            return LeaseStatus.Held;
        }

        var holder = await Database.StringGetAsync(key).WaitAsync(cancellationToken);
        return holder.IsNull || holder == instance ? LeaseStatus.Expired : LeaseStatus.Superseded;
    }

    public async Task<IReadOnlyList<string>> RemoveExpiredAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        if (!await Database.StringSetAsync(_keys.Sweep, "1", interval, When.NotExists).WaitAsync(cancellationToken))
        {
            return [];
        }

        var leased = (await ReadAsync(cancellationToken)).Servers.Where(server => server.Instance is not null).ToArray();
        var holders = await Database.StringGetAsync([.. leased.Select(server => _keys.Lease(server.Id))]).WaitAsync(cancellationToken);
        var removed = new List<string>();
        foreach (var (server, holder) in leased.Zip(holders))
        {
            var leave = new MembershipChange.Leave(server.Id, server.Instance);
            if (holder.IsNull
                && (await CommitAsync(leave, lease: null, ifLeaseIsGone: true, cancellationToken)).Outcome == MembershipOutcome.Applied)
            {
                removed.Add(server.Id);
            }
        }

        return removed;
    }

    public async Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken)
    {
        var subscriber = _connection.GetSubscriber();
        Action<RedisChannel, RedisValue> handler = (_, _) => onChanged();
        await subscriber.SubscribeAsync(_keys.Changed, handler).WaitAsync(cancellationToken);
        return new RedisSubscription(subscriber, _keys.Changed, handler);
    }

    private async Task<StoredMembership> ReadStoredAsync(CancellationToken cancellationToken) =>
        _reader.Read(await Database.HashGetAllAsync(_keys.Members).WaitAsync(cancellationToken));

    private async Task<MembershipTransition> CommitAsync(
        MembershipChange change, TimeSpan? lease, bool ifLeaseIsGone, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await ReadStoredAsync(cancellationToken);
            var transition = MembershipReducer.Apply(stored.Membership, change);
            var writesOnlyLease = transition.Outcome == MembershipOutcome.Unchanged && lease is not null;
            if (transition.Outcome != MembershipOutcome.Applied && !writesOnlyLease)
            {
                return transition;
            }

            if (await TryWriteAsync(stored, transition, change, lease, ifLeaseIsGone, cancellationToken) is { } committed)
            {
                return committed;
            }

            if (ifLeaseIsGone && await Database.KeyExistsAsync(_keys.Lease(change.Id)).WaitAsync(cancellationToken))
            {
                return new(MembershipOutcome.Superseded, stored.Membership);
            }

            await Task.Delay(LongestBackOff * Random.Shared.NextDouble(), _timeProvider, cancellationToken);
        }

        throw new RegistryContentionException();
    }

    /// <summary>Writes what changed if the version is still the one that was read; otherwise writes nothing and returns null.</summary>
    private async Task<MembershipTransition?> TryWriteAsync(
        StoredMembership stored, MembershipTransition transition, MembershipChange change, TimeSpan? lease, bool ifLeaseIsGone, CancellationToken cancellationToken)
    {
        var next = transition.Membership;
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(stored.Version.IsNull
            ? Condition.HashNotExists(_keys.Members, RedisMembershipReader.VersionField)
            : Condition.HashEqual(_keys.Members, RedisMembershipReader.VersionField, stored.Version));
        if (ifLeaseIsGone)
        {
            transaction.AddCondition(Condition.KeyNotExists(_keys.Lease(change.Id)));
        }

        var queued = new List<Task>();
        if (next.Epoch.Length == 0)
        {
            next = new(Guid.NewGuid().ToString("N"), next.Version, next.Servers);
            queued.Add(transaction.HashSetAsync(_keys.Members, RedisMembershipReader.EpochField, next.Epoch));
        }

        if (transition.Outcome == MembershipOutcome.Applied)
        {
            queued.Add(transaction.HashSetAsync(_keys.Members, RedisMembershipReader.VersionField, next.Version));
            var field = RedisMembershipReader.ServerPrefix + change.Id;
            queued.Add(next.Find(change.Id) is { } server
                ? transaction.HashSetAsync(_keys.Members, field, ServerRecord.Write(server))
                : transaction.HashDeleteAsync(_keys.Members, field));
            queued.Add(transaction.PublishAsync(_keys.Changed, next.Version));
        }

        if (lease is { } length && change is MembershipChange.Join join)
        {
            queued.Add(transaction.StringSetAsync(_keys.Lease(join.Id), join.Instance, length));
        }
        else if (change is MembershipChange.Leave or MembershipChange.Join)
        {
            queued.Add(transaction.KeyDeleteAsync(_keys.Lease(change.Id)));
        }

        if (!await transaction.ExecuteAsync().WaitAsync(cancellationToken))
        {
            return null;
        }

        await Task.WhenAll(queued);
        return transition with { Membership = next };
    }
}
