using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Redis.Stores;

/// <summary>
/// Tests that servers are read again only if Redis reports a change. A server that is deleted without a change of the version or the
/// revision shows which reads return the previous result.
/// </summary>
public sealed class RedisMembershipRevisionTests
{
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly IDatabase _database;
    private readonly RedisKeys _keys;
    private readonly IServerRegistry _writer;
    private readonly IServerRegistry _reader;

    public RedisMembershipRevisionTests(GarnetStore store)
    {
        var cluster = RedisRegistryFactory.NewCluster();
        _database = store.Connection.GetDatabase();
        _keys = new(new(cluster));
        _writer = RedisRegistryFactory.Registry(store.Connection, cluster);
        _reader = RedisRegistryFactory.Registry(store.Connection, cluster, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_AtTheSameRevision_IsWhatWasReadBefore()
    {
        await JoinAsync("a");
        var first = await _reader.ReadAsync(Token);
        await WriteUnseenAsync();

        _time.Advance(LongestTrust - TimeSpan.FromTicks(1));

        Assert.Same(first, await _reader.ReadAsync(Token));
    }

    [Fact]
    public async Task Read_AfterAWhileAtTheSameRevision_IsWhatTheStoreHas()
    {
        await JoinAsync("a");
        await _reader.ReadAsync(Token);
        await WriteUnseenAsync();

        _time.Advance(LongestTrust);

        Assert.Empty((await _reader.ReadAsync(Token)).Servers);
    }

    [Fact]
    public async Task Read_OfAnotherHistoryAtTheSameVersion_IsWhatTheStoreHas()
    {
        await JoinAsync("a");
        var copy = (Members: await _database.HashGetAllAsync(_keys.Members), Revision: await _database.StringGetAsync(_keys.Revision));
        await JoinAsync("b");
        var lost = await _reader.ReadAsync(Token);
        await _database.KeyDeleteAsync(_keys.Members);
        await _database.HashSetAsync(_keys.Members, copy.Members);
        await _database.StringSetAsync(_keys.Revision, copy.Revision);

        await JoinAsync("c");

        var read = await _reader.ReadAsync(Token);
        Assert.Equal(lost.At, read.At);
        Assert.Equal(["a", "c"], read.Servers.Select(server => server.Id.Value));
    }

    [Fact]
    public async Task Read_AfterAChangeByABuildWithoutRevisions_IsWhatTheStoreHas()
    {
        await JoinAsync("a");
        await _reader.ReadAsync(Token);

        await WriteUnseenAsync();
        await _database.HashIncrementAsync(_keys.Members, RedisMembershipReader.VersionField);

        Assert.Empty((await _reader.ReadAsync(Token)).Servers);
    }

    [Fact]
    public async Task Read_WithoutARevision_IsWhatTheStoreHas()
    {
        await JoinAsync("a");
        await _database.KeyDeleteAsync(_keys.Revision);
        await _reader.ReadAsync(Token);

        await WriteUnseenAsync();

        Assert.Empty((await _reader.ReadAsync(Token)).Servers);
    }

    [Fact]
    public async Task Read_OfAnEmptiedStore_IsEmpty()
    {
        await JoinAsync("a");
        await _reader.ReadAsync(Token);

        await _database.KeyDeleteAsync([_keys.Members, _keys.Revision]);

        Assert.Equal("", (await _reader.ReadAsync(Token)).Epoch.Value);
    }

    private Task<MembershipTransition> JoinAsync(string id) => _writer.ApplyAsync(Changes.Join(id), Token);

    /// <summary>Makes a change that affects neither the version nor the revision.</summary>
    private Task<bool> WriteUnseenAsync() => _database.HashDeleteAsync(_keys.Members, RedisMembershipReader.ServerPrefix + "a");
}
