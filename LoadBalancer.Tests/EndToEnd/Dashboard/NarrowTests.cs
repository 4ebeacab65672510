using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests that tables show everything without scrolling on a phone, and what is left with the colors of the system.</summary>
public sealed class NarrowTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
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

    /// <summary>Returns by how much the tables of a page are wider than their frames.</summary>
    private static Task<int> OverflowAsync(IPage page) => page.EvaluateAsync<int>(
        "[...document.querySelectorAll('.table-scroll')].reduce((sum, table) => sum + table.scrollWidth - table.clientWidth, 0)");
}
