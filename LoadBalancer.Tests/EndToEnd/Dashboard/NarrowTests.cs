using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests that tables show everything without scrolling on a phone, and what is left with the colors of the system.</summary>
public sealed class NarrowTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    public static TheoryData<string> Pages => [.. Viewer.Paths.Except(["/ring", "/servers"])];

    [Theory]
    [InlineData("/")]
    [InlineData("/servers")]
    [InlineData("/gateways")]
    [InlineData("/hot-keys")]
    [InlineData("/events")]
    public async Task Tables_OnAPhone_DoNotScrollSideways(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path, Look.Narrow);

        Assert.Equal(0, await OverflowAsync(viewer.Page));
    }

    /// <summary>
    /// From a phone to a desktop, with the longest names: less important columns leave before anything is cut off. The Servers page has a
    /// test of its own; with such names it still scrolls at some widths.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Tables_AnyWidth_DoNotScrollSideways(string path)
    {
        await using var viewer = await dashboard.ShowAsync(LongNames(), path);
        var faults = new List<string>();
        foreach (var width in new[] { 360, 400, 620, 640, 700, 821, 900, 1024, 1100, 1200, 1280 })
        {
            await viewer.Page.SetViewportSizeAsync(width, 860);

            faults.AddRange(await viewer.Page.EvaluateAsync<string[]>(
                """
                () => [document.documentElement, ...document.querySelectorAll(".table-scroll")]
                  .filter(one => one.scrollWidth > one.clientWidth)
                  .map(one => `${innerWidth}: ${one.ariaLabel ?? "page"} by ${one.scrollWidth - one.clientWidth}`)
                """));
        }

        Assert.True(faults.Count == 0, string.Join("; ", faults));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1024)]
    public async Task Gateways_OneIsLost_FitTheWindow(int width)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.LostGateway(), "/gateways");
        await viewer.Page.SetViewportSizeAsync(width, 860);

        await viewer.CheckAsync($"gateways-lost-{width}");

        Assert.Equal(0, await OverflowAsync(viewer.Page));
        await Expect(viewer.Page.GetByLabel("Forget gateway-2")).ToBeInViewportAsync(new() { Ratio = 0.95f });
    }

    [Fact]
    public async Task WhatIf_PlanOnAPhone_DoesNotScrollSideways()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/what-if", Look.Narrow);
        await viewer.Page.Locator("#edit-kind").SelectOptionAsync("remove");
        await viewer.Page.Locator("#edit-server").SelectOptionAsync("backend-5");
        await viewer.Page.GetByText("Add to the plan").ClickAsync();
        await Expect(viewer.Page.Locator("tr[data-server=backend-5]")).ToContainTextAsync("removed");

        Assert.Equal(0, await OverflowAsync(viewer.Page));
    }

    [Fact]
    public async Task Servers_ForcedColors_KeepWhatTheyTellByColor()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        var colour = await BackgroundAsync();
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });

        Assert.Equal(colour, await BackgroundAsync());
        Assert.Equal(
            "3px", await page.Locator("tr.is-bad > :first-child").EvaluateAsync<string>("cell => getComputedStyle(cell).borderLeftWidth"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Viewer.Folder, "servers-forced-colors.png") });

        Task<string> BackgroundAsync() => page.Locator("tr[data-server=backend-1] .swatch")
            .EvaluateAsync<string>("swatch => getComputedStyle(swatch).backgroundColor");
    }

    /// <summary>A cluster with a server of the longest id and a key as long as gateways keep.</summary>
    private static DashboardSnapshot LongNames()
    {
        var calm = SampleCluster.InUse();
        var server = calm.Servers[2];
        var renamed = server with { Server = server.Server with { Id = new(new string('w', ServerRules.MaxIdLength)) } };
        var key = calm.HotKeys[0];
        return calm with
        {
            Servers = calm.Servers.Replace(server, renamed),
            HotKeys = calm.HotKeys.Replace(key, key with { Key = key.Key with { Key = new string('k', 128) }, Owner = renamed.Server.Id }),
        };
    }

    /// <summary>Returns by how much the tables of a page are wider than their frames.</summary>
    private static Task<int> OverflowAsync(IPage page) => page.EvaluateAsync<int>(
        "[...document.querySelectorAll('.table-scroll')].reduce((sum, table) => sum + table.scrollWidth - table.clientWidth, 0)");
}
