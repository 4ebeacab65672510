using LoadBalancer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the page while Redis is unreachable and after it returns.</summary>
[Collection(OneAtATime.Name)]
public sealed class LostRedisTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const float PatienceInMilliseconds = 30_000;

    [Fact]
    public async Task Page_RedisKilledAndRestarted_ShowsSinceWhenItIsStale()
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        await using var cluster = await RunningCluster.StartAsync(backends: 2, gateways: 1, redis.ConnectionString);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await viewer.OpenAsync(new Uri(cluster.Dashboard.BaseAddress!, "/servers").ToString());
        await Expect(page.GetByText("Live", new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = PatienceInMilliseconds });

        await redis.KillAsync();
        await Expect(page.Locator("main")).ToContainTextAsync(
            "Redis has been unreachable since", new() { Timeout = PatienceInMilliseconds });
        await Expect(page.Locator("tr[data-server=backend-1]")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Drain backend-1")).ToBeDisabledAsync();
        await Expect(page.Locator(".content[data-stale]")).ToHaveCountAsync(1);

        await redis.StartAsync();
        await Expect(page.Locator("main")).Not.ToContainTextAsync(
            "Redis has been unreachable since", new() { Timeout = PatienceInMilliseconds });
        await Expect(page.Locator(".content[data-stale]")).ToHaveCountAsync(0);
        await viewer.OpenAsync(new Uri(cluster.Dashboard.BaseAddress!, "/events").ToString());
        await Expect(page.Locator("table")).ToContainTextAsync("gateway", new() { Timeout = PatienceInMilliseconds });
    }
}
