using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Redis.Stores;

/// <summary>Tests that values in Redis that other programs have written or damaged do not stop gateways and servers.</summary>
public sealed class CorruptStoreTests(GarnetStore store)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("server:broken", "{")]
    [InlineData("server:broken", "{\"v\":99,\"id\":\"broken\"}")]
    [InlineData("foreign", "field")]
    [InlineData("version", "not a number")]
    public async Task Membership_BesideACorruptField_IsReadAndChanged(string field, string content)
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var registry = RedisRegistryFactory.Registry(store.Connection, cluster);
        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);

        await store.Connection.GetDatabase().HashSetAsync(new RedisKeys(new(cluster)).Members, field, content);
        var joined = await registry.RegisterAsync(Changes.Join("b", "process"), Lease, Token);
        var left = await registry.ApplyAsync(new MembershipChange.Leave(new("a")), Token);

        Assert.Equal([MembershipOutcome.Applied, MembershipOutcome.Applied], [joined.Outcome, left.Outcome]);
        Assert.Equal("b", Assert.Single((await registry.ReadAsync(Token)).Servers).Id.Value);
    }

    [Fact]
    public async Task Register_OverACorruptRecordOfTheSameId_ReplacesIt()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var registry = RedisRegistryFactory.Registry(store.Connection, cluster);
        await store.Connection.GetDatabase().HashSetAsync(new RedisKeys(new(cluster)).Members, "server:a", "{");

        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);

        Assert.Equal("a", Assert.Single((await registry.ReadAsync(Token)).Servers).Id.Value);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"name":"machine/7","kept":2}""")]
    [InlineData("""{"name":"machine/7","kept":2,"most":1001}""")]
    [InlineData("""{"name":"machine/7","kept":-1,"most":10}""")]
    [InlineData("""{"kept":2,"most":10}""")]
    public async Task Replicas_ReportOfAnotherShape_IsIgnored(string content)
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var replicas = RedisRegistryFactory.Replicas(store.Connection, cluster);
        await replicas.SetWantedAsync(3, "ops", Token);

        await store.Connection.GetDatabase().StringSetAsync(new RedisKeys(new(cluster)).Orchestrator, content);

        Assert.Equal(new ReplicaStatus(3, Orchestrator: null), await replicas.ReadAsync(Token));
    }
}
