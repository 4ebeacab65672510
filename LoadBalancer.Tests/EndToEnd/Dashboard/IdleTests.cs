using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests a dashboard that nobody has viewed for a while.</summary>
public sealed class IdleTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/servers")]
    [InlineData("/api/stats")]
    [InlineData("/api/ring")]
    [InlineData("/api/ring/owner?key=k")]
    public async Task Request_AfterAPause_GetsTheCurrentState(string path)
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        using var client = new HttpClient();
        await AdvanceUntilAsync(host, "there are no viewers", () => host.View.Resumed is not null);
        await host.Registry.ApplyAsync(Changes.Join("newcomer"), Token);
        Assert.Empty(host.View.Current!.Servers);

        var response = client.GetStringAsync(host.Url + path, Token);
        await AdvanceUntilAsync(host, "it has a response", () => response.IsCompleted);

        Assert.Contains("newcomer", await response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_NoViewers_DoesNotCountAsViewing()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        using var client = new HttpClient();
        await AdvanceUntilAsync(host, "there are no viewers", () => host.View.Resumed is not null);
        var shown = host.View.Current;

        Assert.Contains("connected", await client.GetStringAsync($"{host.Url}/healthcheck", Token), StringComparison.Ordinal);
        var reads = host.Registry.Reads;
        await AdvanceUntilAsync(host, "more ticks", () => host.Registry.Reads > reads + 3);

        Assert.Same(shown, host.View.Current);
    }

    private static Task AdvanceUntilAsync(DashboardHost host, string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            if (condition())
            {
                return true;
            }

            host.Time.Advance(Step);
            return false;
        },
        Patience);
}
