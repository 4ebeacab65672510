using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every registry about the store's clock; each implementation runs all of these tests.</summary>
public abstract class StoreTimeContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a registry for an unused cluster, in a process whose own clock is an hour ahead if it is not the store.</summary>
    internal abstract IServerRegistry Create();

    /// <summary>Lets a little of the store's time pass.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Apply_JoinWithoutATime_JoinsByTheStoresClock()
    {
        var registry = Create();
        var before = await registry.ReadTimeAsync(Token);

        await registry.ApplyAsync(Changes.Join("a") with { At = null }, Token);
        await registry.ApplyAsync(new MembershipChange.Batch([Changes.Join("b") with { At = null }, Changes.Join("c")]), Token);
        await registry.RegisterAsync(Changes.Join("d", "process") with { At = null }, Lease, Token);

        var after = await registry.ReadTimeAsync(Token);
        var servers = (await registry.ReadAsync(Token)).Servers;
        Assert.All(
            servers.Where(server => server.Id.Value is not "c"),
            server => Assert.InRange(server.Since, before!.Value, after!.Value));
        Assert.Equal(Changes.Noon, servers[2].Since);
    }

    [Fact]
    public async Task ReadTime_TimePasses_Advances()
    {
        var registry = Create();
        var first = await registry.ReadTimeAsync(Token);

        await PassTimeAsync();

        Assert.True(await registry.ReadTimeAsync(Token) > first);
    }
}
