using LoadBalancer.Core.Selection;

namespace LoadBalancer.Tests.Functional;

public sealed class PlacementTests : IAsyncLifetime
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 200).Select(i => $"request-{i}")];

    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartWithServersAsync(5);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Request_WithAKey_ReachesTheOwnerOnTheRing()
    {
        foreach (var key in Keys)
        {
            Assert.Equal(await _cluster.OwnerAsync(key), await _cluster.GetAsync(key));
        }
    }

    [Fact]
    public async Task Request_WithTheSameKey_ReachesTheSameServerAtAllTimes()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, LoadBound.DefaultFloor / 2).Select(_ => _cluster.GetAsync("the-same")));

        Assert.Single(responses.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Request_WithoutTheHeader_IsPlacedByTheClientsAddress()
    {
        var owner = await _cluster.OwnerAsync("127.0.0.1");

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(owner, await _cluster.Gateway.GetTextAsync($"/{i}", key: null, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Request_WithConfiguredKeySources_IsPlacedByTheFirstOnePresent()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            5, ("Gateway:HashKey:0", "query:user"), ("Gateway:HashKey:1", "path"));
        var token = TestContext.Current.CancellationToken;

        foreach (var key in Keys.Take(50))
        {
            Assert.Equal(await cluster.OwnerAsync(key), await cluster.Gateway.GetTextAsync($"/any?user={key}", key: "ignored", token));
            Assert.Equal(await cluster.OwnerAsync($"/{key}"), await cluster.Gateway.GetTextAsync($"/{key}?other=1", key: "ignored", token));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(257)]
    [InlineData(8_000)]
    public async Task Request_LongTargetFirstOnItsConnection_IsPlacedByItsPath(int length)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(5, ("Gateway:HashKey:0", "path"));
        var path = "/" + new string('a', length - 1);

        Assert.Equal(
            await cluster.OwnerAsync(path), await cluster.Gateway.GetTextAsync(path, key: null, TestContext.Current.CancellationToken));
    }
}
