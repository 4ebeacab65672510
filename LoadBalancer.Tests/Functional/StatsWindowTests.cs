using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

public sealed class StatsWindowTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private TestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartWithServersAsync(2);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("30m")]
    [InlineData("10s")]
    [InlineData("1s")]
    [InlineData("1800s")]
    public async Task Window_Allowed_CountsTheRecentRequests(string window)
    {
        for (var i = 0; i < 20; i++)
        {
            await _cluster.GetAsync($"key-{i}");
        }

        await Eventually.TrueAsync(
            "the store has the counts and the window is read again",
            async () => (await Stats.ReadAsync(_cluster.Gateway, $"?window={window}")).Total == 20,
            Patience);
        var stats = await Stats.ReadAsync(_cluster.Gateway, $"?window={window}");
        Assert.Equal("cluster", stats.Source);
        Assert.Equal(20, stats.Of("s1").Requests + stats.Of("s2").Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("m")]
    [InlineData("31m")]
    [InlineData("1801s")]
    [InlineData("1h")]
    [InlineData("-1s")]
    [InlineData("0s")]
    [InlineData("30")]
    [InlineData("1.5m")]
    [InlineData("%2010s")]
    [InlineData("99999999999999999999m")]
    [InlineData("2147483647h")]
    public async Task Window_NotAllowed_Is400(string window)
    {
        using var response = await _cluster.Gateway.GetAsync($"/stats?window={window}", key: null, Token);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains($"window={Uri.UnescapeDataString(window)} ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Window_StoreUnreachable_Is503()
    {
        _cluster.Statistics.IsUnreachable = true;

        using var response = await _cluster.Gateway.GetAsync("/stats?window=10s", key: null, Token);

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Window_RequestedOften_NeverLosesItsOwnCounts()
    {
        for (var sent = 1; sent <= 300; sent++)
        {
            await _cluster.GetAsync($"key-{sent}");

            Assert.Equal(sent, (await Stats.ReadAsync(_cluster.Gateway, "?window=30m")).Total);
        }
    }
}
