using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests two gateways that share a registry and a counter store.</summary>
public sealed class TwoGatewaysTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private TestCluster _cluster = null!;
    private GatewayHost _second = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartWithServersAsync(4);
        await _cluster.ApplyAsync(new MembershipChange.SetWeight(new("s2"), 250));
        await _cluster.ApplyAsync(new MembershipChange.SetState(new("s4"), ServerState.Draining));
        _second = await _cluster.StartGatewayAsync();
        await _second.FollowAsync(_cluster.Gateway.Snapshot.Membership.Version);
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Gateways_OverOneStore_AgreeOnThePlacementOfEveryKey()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var key = $"key-{i}";
            Assert.Equal(await _cluster.GetAsync(key), await _second.GetTextAsync("/", key, Token));
        }

        Assert.Equal((await Stats.ReadAsync(_cluster.Gateway)).Digest, (await Stats.ReadAsync(_second)).Digest);
    }

    [Fact]
    public async Task Drain_OfAServer_StopsRequestsFromBothGatewaysAfterASecond()
    {
        var key = await _cluster.KeyForAsync("s1");
        Assert.Equal("s1", await _cluster.GetAsync(key));

        await _cluster.Registry.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining), Token);

        await Eventually.TrueAsync(
            "both gateways skip it",
            async () => await _cluster.GetAsync(key) is not "s1" && await _second.GetTextAsync("/", key, Token) is not "s1",
            TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Gateways_OverOneStore_AgreeOnTheTotals()
    {
        for (var i = 0; i < 100; i++)
        {
            await _cluster.GetAsync($"key-{i}");
            await _second.GetTextAsync("/", $"key-{i % 50}", Token);
        }

        await Eventually.TrueAsync(
            "both gateways know of all requests",
            async () => (await Stats.ReadAsync(_cluster.Gateway)).Total == 200 && (await Stats.ReadAsync(_second)).Total == 200,
            Patience);
        var (first, second) = (await Stats.ReadAsync(_cluster.Gateway), await Stats.ReadAsync(_second));
        Assert.All((string[])["s1", "s2", "s3"], id =>
        {
            Assert.Equal(_cluster.Server(id).Requests, first.Of(id).Requests);
            Assert.Equal(_cluster.Server(id).Requests, second.Of(id).Requests);
        });
    }

    [Fact]
    public async Task Gateways_OneStopped_KeepItsCounts()
    {
        await _second.GetTextAsync("/", "key", Token);
        await _second.DisposeAsync();

        await Eventually.TrueAsync(
            "the other knows of its request", async () => (await Stats.ReadAsync(_cluster.Gateway)).Total == 1, Patience);
    }
}
