using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;
using Microsoft.Playwright;
using static LoadBalancer.Presentation.Figures;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the distribution of requests on the Overview page.</summary>
public sealed class DistributionTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    private const string Table = ".table.distribution";

    [Theory]
    [InlineData(3, 1280)]
    [InlineData(70, 1280)]
    [InlineData(500, 1280)]
    [InlineData(70, 1024)]
    [InlineData(70, 700)]
    [InlineData(70, 400)]
    public async Task Distribution_AnyNumberAndWidth_DoesNotScroll(int servers, int width)
    {
        await using var viewer = await dashboard.ShowAsync(Busy(SampleCluster.Of(servers)), "/");
        await viewer.Page.SetViewportSizeAsync(width, 860);

        var scroll = viewer.Page.Locator(".table-scroll", new() { Has = viewer.Page.Locator(Table) });
        await scroll.ScreenshotAsync(new() { Path = Path.Combine(Viewer.Folder, $"distribution-{servers}-{width}.png") });

        Assert.Equal(0, await scroll.EvaluateAsync<int>("table => table.scrollWidth - table.clientWidth"));
    }

    [Fact]
    public async Task Distribution_WeightsChanged_ExpectsByTheWeightsOfTheTime()
    {
        var snapshot = SampleCluster.InUse();
        var earlier = snapshot.Weights[0]! with { Shares = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1] };
        var changed = snapshot with { Weights = [.. snapshot.Weights.Select((shares, i) => i < 90 ? earlier : shares)] };
        await using var viewer = await dashboard.ShowAsync(changed, "/");

        var expected = viewer.Page.Locator($"{Table} tr[data-server=backend-1] [data-part=expected]");
        var share = LoadBalancer.Dashboard.State.Weights.ExpectedShares.Of(changed).Of(new("backend-1"));
        Assert.InRange(share, 0.28, 0.4);
        await Expect(expected).ToHaveTextAsync(Percent(share, decimals: 1));
        await Expect(viewer.Page.Locator("[data-part=known-since]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Distribution_DashboardHasJustStarted_SaysSinceWhenTheWeightsAreKnown()
    {
        var snapshot = SampleCluster.InUse();
        var started = snapshot with { Weights = [.. snapshot.Weights.Select((shares, i) => i < 120 ? null : shares)] };
        await using var viewer = await dashboard.ShowAsync(started, "/");

        await Expect(viewer.Page.Locator("[data-part=known-since]"))
            .ToContainTextAsync("Weights are known since 11:53:00, when this dashboard started");
        await viewer.CheckAsync("overview-known-since");
    }

    [Fact]
    public async Task Distribution_RemovedServers_AddUpToTheKeyFigures()
    {
        var calm = SampleCluster.InUse();
        var removed = calm.Servers[5];
        var membership = MembershipReducer.Apply(calm.Cluster.Membership, new MembershipChange.Leave(removed.Server.Id)).Membership;
        var snapshot = calm with
        {
            Cluster = calm.Cluster.Next(membership),
            Servers = calm.Servers.RemoveAt(5),
            RecentDeparted = removed.Recent,
        };
        await using var viewer = await dashboard.ShowAsync(snapshot, "/");
        var rows = viewer.Page.Locator($"{Table} tbody tr, {Table} tfoot tr:not(:last-child)");
        var all = viewer.Page.Locator($"{Table} tfoot tr:last-child");

        foreach (var part in new[] { "recent", "4xx", "5xx", "gateway-5xx", "failed", "retries" })
        {
            var sum = (await rows.Locator($"[data-part='{part}']").AllInnerTextsAsync()).Sum(NumberOf);
            Assert.Equal(sum, NumberOf(await all.Locator($"[data-part='{part}']").InnerTextAsync()));
        }

        var figures = viewer.Page.Locator(".figures.six .figure");
        await Expect(figures.Filter(new() { HasText = "Failed attempts" }))
            .ToContainTextAsync(await all.Locator("[data-part=failed]").InnerTextAsync());
        await Expect(viewer.Page.Locator($"{Table} tfoot")).ToContainTextAsync("Removed servers");
        await Expect(viewer.Page.Locator($"{Table} tfoot tr:has-text('Removed servers') .share .num"))
            .ToHaveTextAsync(Percent(removed.RequestShare, decimals: 1));
        await viewer.CheckAsync("overview-removed");
    }

    [Fact]
    public async Task Distribution_OrderAndPage_AreInTheAddress()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(70), "/?heat=2");
        var card = viewer.Page.Locator("section", new() { Has = viewer.Page.Locator("#distribution-title") });

        var start = new Uri(viewer.Page.Url);
        await card.GetByRole(AriaRole.Button, new() { Name = "All time" }).ClickAsync();
        await Expect(viewer.Page).ToHaveURLAsync(new Uri(start, "/?heat=2&shares-by=-total").ToString());
        await card.GetByText("Next").ClickAsync();
        await Expect(viewer.Page).ToHaveURLAsync(new Uri(start, "/?heat=2&shares-by=-total&shares=2").ToString());
        await viewer.Page.ReloadAsync();
        await viewer.UntilLiveAsync();

        await Expect(card.Locator(".pager")).ToContainTextAsync("21–40 of 70 servers");
        await Expect(card.Locator("th[aria-sort=descending]")).ToContainTextAsync("All time");
    }

    private static long NumberOf(string text) => long.Parse(text.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>A cluster with millions of requests.</summary>
    private static DashboardSnapshot Busy(DashboardSnapshot snapshot) => snapshot with
    {
        TotalRequests = 12_345_678_901,
        Servers =
        [
            .. snapshot.Servers.Select(server => server with
            {
                TotalRequests = 1_234_567_890,
                Recent = server.Recent with
                {
                    Requests = server.Recent.Requests + 1_234_567,
                    Responses = server.Recent.Responses + new ResponseCounts(new(0, 0, 0, 12_345, 12_345), new(0, 0, 0, 0, 1_234), 0),
                },
            }),
        ],
    };
}
