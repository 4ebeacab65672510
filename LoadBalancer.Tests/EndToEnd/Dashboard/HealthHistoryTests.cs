using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests that the page of a server shows the history of its health.</summary>
public sealed class HealthHistoryTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Server_WithChangesOfHealth_ShowsEachWithItsCause(Look look)
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        await host.HealthLog.AppendAsync(
            [
                ChangeOf(90, nameof(HealthReason.Healthy), "probe") with { Gateway = new("gateway-1") },
                ChangeOf(60, nameof(HealthReason.ProbesFail), "probe") with
                {
                    Gateway = new("gateway-1"),
                    Cause = "unexpected_status",
                    Detail = "GET /healthcheck returned 503 <b>not now</b>",
                    Probe = new("GET", "http://10.0.0.14:8080/healthcheck", 503, TimeSpan.FromMilliseconds(12)),
                },
                ChangeOf(59, nameof(HealthReason.ProbesFail), "gateways"),
                ChangeOf(30, "OfALaterBuild", "moon") with { Gateway = new("gateway-2") },
            ],
            Token);
        await using var viewer = await chromium.NewViewerAsync(look);
        host.View.Publish(SampleCluster.InUse());
        await viewer.OpenAsync($"{host.Url}/servers/backend-4");

        var rows = viewer.Page.Locator("tr[data-change]");
        await Assertions.Expect(rows).ToHaveCountAsync(4);
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("OfALaterBuild");
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("moon");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("the cluster");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("the vote of the gateways");
        await Assertions.Expect(rows.Nth(1).Locator("[data-part=cause]")).ToHaveTextAsync("not recorded");
        await Assertions.Expect(rows.Nth(2).Locator("[data-part=cause]")).ToHaveTextAsync(
            "unexpected status: GET /healthcheck returned 503 <b>not now</b>");
        await Assertions.Expect(rows.Nth(2).Locator("[data-part=cause] span")).ToHaveAttributeAsync("title", "unexpected_status");
        await Assertions.Expect(rows.Nth(2).Locator("[data-part=trigger]")).ToHaveTextAsync("GET /healthcheck → 503, 12 ms");
        await Assertions.Expect(rows.Nth(3).Locator(".badge.good")).ToHaveTextAsync("healthy");
        await viewer.CheckAsync($"server-history-{look.ToString().ToLowerInvariant()}");
    }

    private static HealthChange ChangeOf(int secondsAgo, string to, string trigger) =>
        new(SampleCluster.Now.AddSeconds(-secondsAgo), ServerProcess.Of(SampleCluster.InUse().Find(new("backend-4"))!.Server), to, trigger);
}
