using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the search over everything, in a browser.</summary>
public sealed class SearchTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Search_APart_FindsAllKindsWithLinks(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/", look);
        var page = viewer.Page;

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("4");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Search", Exact = true })).ToBeFocusedAsync();
        Assert.EndsWith("/search?q=4", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("[data-found=server]").First).ToContainTextAsync("backend-4");
        await Expect(page.Locator("[data-found=key]").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-found=event]").First).ToBeVisibleAsync();
        await viewer.CheckAsync($"search-{look.ToString().ToLowerInvariant()}");
        await page.Locator("[data-found=server] a").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("backend-4");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData("%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<script>alert(1)</script>")]
    [InlineData("%00%F0%9F%98%80%22%27%3E%3Cimg%20src%3Dx%3E", "😀\"'><img src=x>")]
    public async Task Search_HostileText_IsText(string query, string text)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), $"/search?q={query}");

        await Expect(viewer.Page.Locator("main [role=status] .break")).ToContainTextAsync(text);
        await Expect(viewer.Page.Locator("main img, main script")).ToHaveCountAsync(0);
        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Search_OneKind_LeadsToAllOfIt()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(70), "/search?q=backend");

        await Expect(viewer.Page.Locator("[data-found=server]")).ToHaveCountAsync(20);
        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = "All of them" }).ClickAsync();

        await Expect(viewer.Page.Locator("#server-text")).ToHaveValueAsync("backend");
        await Expect(viewer.Page.Locator(".pager")).ToContainTextAsync("of 70 servers");
    }

    [Fact]
    public async Task Slash_GoesToTheSearch_ButIsTypedInFields()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        var search = page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" });

        await page.Keyboard.PressAsync("/");
        await Expect(search).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(search).ToHaveValueAsync("/");
        await page.Locator("#server-text").FocusAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#server-text")).ToHaveValueAsync("/");
        await page.Locator("#server-text").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a server" }).ClickAsync();
        await page.Locator(".dialog [data-action=close]").FocusAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator(".dialog [data-action=close]")).ToBeFocusedAsync();
    }
}
