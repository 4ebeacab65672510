using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests that the page of the servers shows the last check of each.</summary>
public sealed class LastCheckTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Narrow)]
    public async Task Servers_WithChecks_SayWhatWasAskedAndReceived(Look look)
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        var servers = SampleCluster.InUse().Servers;
        await host.Checks.WriteAsync(
            SampleCluster.Now,
            [
                CheckOf(servers[0], new("GET", $"{servers[0].Server.Url}/healthcheck", 200, TimeSpan.FromMicroseconds(640))),
                CheckOf(servers[1], new("GET", $"{servers[1].Server.Url}/ready", 503, TimeSpan.FromMilliseconds(12)), "unexpected_status"),
            ],
            Token);
        await using var viewer = await chromium.NewViewerAsync(look);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/servers");

        await Eventually.TrueAsync(
            "the checks are shown",
            async () =>
            {
                host.View.Publish(SampleCluster.InUse());
                return await LinesIn(viewer.Page).CountAsync() == 2;
            },
            Patience);

        Assert.Equal(
            ["GET /healthcheck → 200, 640 µs, 3 s ago by gateway-1", "GET /ready → 503, 12 ms, 3 s ago by gateway-1"],
            await LinesIn(viewer.Page).AllTextContentsAsync());
        Assert.Equal(
            "The last check: " + servers[1].Server.Url + "/ready\nunexpected_status\nGET /ready returned 503",
            await LinesIn(viewer.Page).Last.GetAttributeAsync("title"));

        // Nothing of it is cut off.
        Assert.Equal(0, await LinesIn(viewer.Page).EvaluateAllAsync<int>(
            "lines => lines.filter(line => line.scrollWidth > line.clientWidth).length"));
        await viewer.CheckAsync($"last-check-{look}");
    }

    private static ILocator LinesIn(IPage page) => page.Locator("[data-part=last-check]");

    private static ServerCheck CheckOf(ServerView server, ProbeDetails probe, string? cause = null) => new(
        ServerProcess.Of(server.Server), SampleCluster.Now.AddSeconds(-3), new("gateway-1"), probe, cause,
        cause is null ? null : "GET /ready returned 503");
}
