using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests where the focus is after a page was loaded, after another one was opened, and after a filter changed.</summary>
public sealed class FocusTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Fact]
    public async Task FirstLoad_Tab_BeginsWithTheSkipLinkAndTheNavigation()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(page.Locator(".skip")).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".brand")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-search]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".nav a").First).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("/", "servers", "Servers")]
    [InlineData("/servers/backend-1", "servers/backend-2", "backend-2")]
    [InlineData("/events", "no-such-page", "Page not found")]
    public async Task OtherPath_FocusesTheHeading(string from, string to, string heading)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), from);
        await viewer.Page.Locator(".nav a").First.FocusAsync();

        await viewer.Page.EvaluateAsync("to => Blazor.navigateTo(to)", to);

        var title = viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading, Exact = true });
        await Expect(title).ToBeFocusedAsync();
    }

    [Fact]
    public async Task OtherQuery_LeavesTheFocus()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var sort = viewer.Page.GetByRole(AriaRole.Button, new() { Name = "5xx rate" });
        var start = viewer.Page.Url;
        await sort.FocusAsync();

        await viewer.Page.Keyboard.PressAsync("Enter");

        await Expect(viewer.Page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("5xx rate");
        await Expect(viewer.Page).ToHaveURLAsync($"{start}?sort=-errors");
        await Expect(sort).ToBeFocusedAsync();
    }
}
