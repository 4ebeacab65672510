using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The registry in Redis, or in anything that implements its protocol with scripts, expiry, and pub/sub. A change is a write conditioned on
/// the version that it was computed from; a lease is a key that expires. Thread-safe.
/// </summary>
internal sealed class RedisServerRegistry : IServerRegistry
{
    /// <summary>
    /// The maximum age of a membership that is not read again, by which changes of builds that do not maintain the revision are detected.
    /// </summary>
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(30);

    private readonly RegistryConnection _connection;
    private readonly RedisKeys _keys;
    private readonly RedisMembershipReader _reader;
    private readonly RedisStoreTime _time;
    private readonly TimeProvider _timeProvider;
    private volatile ReadMembership? _last;

    public RedisServerRegistry(
        RegistryConnection connection,
        IOptions<RegistryOptions> options,
        TimeProvider timeProvider,
        ILogger<RedisMembershipReader> logger,
        ILogger<RedisStoreTime> timeLogger)
    {
        _connection = connection;
        _timeProvider = timeProvider;
        _keys = new(options.Value.ClusterName);
        _reader = new(logger);
        _time = new(connection, _keys, timeLogger);
    }

    private IDatabase Database => _connection.Database;

    /// <summary>
    /// Reads the servers only if the version or the revision has changed: the cost of a gateway's read each second must not grow with their
    /// number (docs/adr/0023). Fails on a Redis that accepts no writes: nothing can change there, and the reader must not believe that
    /// servers can renew their leases.
    /// </summary>
    public async Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var probe = WriteProbe.RunAsync(Database, _keys);
        var membership = ReadCurrentAsync(cancellationToken);
        await Task.WhenAll(probe, membership).WaitAsync(cancellationToken);
        return await membership;
    }

    public Task<MembershipSnapshot> ReadUncheckedAsync(CancellationToken cancellationToken) => ReadCurrentAsync(cancellationToken);

    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) => _time.ReadAsync(cancellationToken);

    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) =>
        CommitAsync(change, lease: null, cancellationToken);

    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken)
    {
        LeaseArguments.Check(join, lease);
        return CommitAsync(join with { Lease = lease }, lease, cancellationToken);
    }

    public async Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken)
    {
        LeaseArguments.Check(lease);
        var key = _keys.Lease(id);
        var write = new ConditionalWrite();
        write.RequireString(key, instance);
        write.Expire(key, lease);
        if (await write.TryExecuteAsync(Database, cancellationToken))
        {
            return LeaseStatus.Held;
        }

        var holder = await Database.StringGetAsync(key).WaitAsync(cancellationToken);
        return holder.IsNull || holder == instance ? LeaseStatus.Expired : LeaseStatus.Superseded;
    }

    public async Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken)
    {
        var leased = (await ReadCurrentAsync(cancellationToken)).Servers.Where(server => server.Instance is not null).ToArray();
        var times = await Task.WhenAll(leased.Select(server => Database.KeyTimeToLiveAsync(_keys.Lease(server.Id))))
            .WaitAsync(cancellationToken);
        return leased.Zip(times).Where(pair => pair.Second is not null)
            .ToImmutableDictionary(pair => pair.First.Id, pair => pair.Second!.Value);
    }

    public async Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken)
    {
        if (!await Database.StringSetAsync(_keys.Sweep, "1", interval, When.NotExists).WaitAsync(cancellationToken))
        {
            return [];
        }

        var leased = (await ReadCurrentAsync(cancellationToken)).Servers.Where(server => server.Instance is not null).ToArray();
        var holders = await Database.StringGetAsync([.. leased.Select(server => _keys.Lease(server.Id))]).WaitAsync(cancellationToken);
        var missing = leased.Where((server, i) => holders[i].IsNull && !evidence.IsAlive(server)).ToArray();
        var removed = new List<ServerId>();
        foreach (var server in await new RedisLeaseMarks(Database, _keys).AdvanceAsync(missing, interval, cancellationToken))
        {
            var expire = new MembershipChange.Expire(server.Id, server.Instance!);
            if ((await CommitAsync(expire, lease: null, cancellationToken)).Outcome == MembershipOutcome.Applied)
            {
                removed.Add(server.Id);
            }
        }

        return removed;
    }

    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) =>
        _connection.SubscribeAsync(_keys.Changed, _ => onChanged(), cancellationToken);

    private async Task<MembershipSnapshot> ReadCurrentAsync(CancellationToken cancellationToken) =>
        (await ReadUnchangedAsync(cancellationToken) ?? await ReadStoredAsync(cancellationToken)).Membership;

    /// <summary>
    /// Returns the membership that was read last, if it is unchanged in Redis. Without a revision this cannot be determined.
    /// </summary>
    private async Task<StoredMembership?> ReadUnchangedAsync(CancellationToken cancellationToken)
    {
        if (_last is not { Revision.IsNull: false } last || _timeProvider.GetElapsedTime(last.At) >= LongestTrust)
        {
            return null;
        }

        var database = Database;
        var revision = database.StringGetAsync(_keys.Revision);
        var version = database.HashGetAsync(_keys.Members, RedisMembershipReader.VersionField);
        await Task.WhenAll(revision, version).WaitAsync(cancellationToken);
        return await revision == last.Revision && await version == last.Stored.Version ? last.Stored : null;
    }

    /// <summary>
    /// Reads the whole membership, with the revision first: after a change in between, the revision is outdated, and the next read reads
    /// everything again.
    /// </summary>
    private async Task<StoredMembership> ReadStoredAsync(CancellationToken cancellationToken)
    {
        var at = _timeProvider.GetTimestamp();
        var database = Database;
        var revision = database.StringGetAsync(_keys.Revision);
        var fields = database.HashGetAllAsync(_keys.Members);
        await Task.WhenAll(revision, fields).WaitAsync(cancellationToken);
        var stored = _reader.Read(await fields);
        _last = new(await revision, stored, at);
        return stored;
    }

    /// <summary>Reads, applies, and writes until there is no concurrent change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="lease">The lease that a joining server takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private async Task<MembershipTransition> CommitAsync(MembershipChange change, TimeSpan? lease, CancellationToken cancellationToken)
    {
        var backOff = new ContentionBackOff(_timeProvider);
        while (true)
        {
            var stored = await ReadStoredAsync(cancellationToken);
            if (change.NeedsTime)
            {
                change = change.StampedAt(await ReadTimeAsync(cancellationToken) ?? _timeProvider.GetUtcNow());
            }

            var transition = MembershipReducer.Apply(stored.Membership, change);
            var renewsOnly = transition.Outcome == MembershipOutcome.Unchanged && lease is not null;
            if (transition.Outcome != MembershipOutcome.Applied && !renewsOnly)
            {
                return transition;
            }

            if (change is MembershipChange.Expire { Id: var id }
                && await Database.KeyExistsAsync(_keys.Lease(id)).WaitAsync(cancellationToken))
            {
                return EndedLeases.Renewed(stored.Membership, id);
            }

            if (await TryWriteAsync(stored, transition, change, lease, cancellationToken) is { } written)
            {
                return transition with { Membership = written };
            }

            await backOff.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Returns the membership that was written, or <see langword="null"/> after a concurrent change.</summary>
    private async Task<MembershipSnapshot?> TryWriteAsync(
        StoredMembership stored,
        MembershipTransition transition,
        MembershipChange change,
        TimeSpan? lease,
        CancellationToken cancellationToken)
    {
        var isFirst = transition.Outcome == MembershipOutcome.Applied && transition.Membership.Epoch.IsNone;
        var next = isFirst ? transition.Membership.InEpoch(new(Guid.NewGuid().ToString("N"))) : transition.Membership;
        var commit = new RedisMembershipCommit(Database, _keys, stored);
        if (change is MembershipChange.Expire expire)
        {
            commit.RequireNoLease(expire.Id);
        }

        if (transition.Outcome == MembershipOutcome.Applied)
        {
            commit.Write(stored.Membership, next, MembershipEvents.Of(stored.Membership, next, change, _timeProvider.GetUtcNow()));
        }

        if (change is MembershipChange.Join { Instance: { } instance } join && lease is { } length)
        {
            commit.GrantLease(join.Id, instance, length);
        }

        return await commit.TryExecuteAsync(cancellationToken) ? next : null;
    }

    /// <param name="Revision">The revision of the membership or an earlier one; null if no build has maintained it.</param>
    /// <param name="Stored">The membership that was read.</param>
    /// <param name="At">The timestamp of the read.</param>
    private sealed record ReadMembership(RedisValue Revision, StoredMembership Stored, long At);
}
