using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the menus of the rows on the Servers page with the keyboard: the menu button pattern of WAI-ARIA.</summary>
public sealed class MenuTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData("Enter", "Drain backend-3")]
    [InlineData("Space", "Drain backend-3")]
    [InlineData("ArrowDown", "Drain backend-3")]
    [InlineData("ArrowUp", "Remove backend-3")]
    public async Task Menu_OpenedByAKey_FocusesAnItem(string key, string focused)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        var opener = ServerMenu.OpenerOf(page, "backend-3");
        await opener.FocusAsync();
        await Expect(opener).ToHaveAttributeAsync("aria-haspopup", "menu");

        await page.Keyboard.PressAsync(key);

        await Expect(page.GetByRole(AriaRole.Menu, new() { Name = "Actions for backend-3", Exact = true })).ToBeVisibleAsync();
        await Expect(ServerMenu.ItemOf(page, focused)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Menu_Keys_MoveRoundTheItems()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await ServerMenu.OpenerOf(page, "backend-3").ClickAsync();
        await Expect(ServerMenu.ItemOf(page, "Drain backend-3")).ToBeFocusedAsync();

        foreach (var (key, focused) in new[]
        {
            ("ArrowDown", "Change the weight of backend-3"), ("End", "Remove backend-3"), ("ArrowDown", "Drain backend-3"),
            ("ArrowUp", "Remove backend-3"), ("Home", "Drain backend-3"), ("w", "Change the weight of backend-3"),
            ("R", "Remove backend-3"), ("x", "Remove backend-3"), ("d", "Drain backend-3"),
        })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(ServerMenu.ItemOf(page, focused)).ToBeFocusedAsync();
        }

        await viewer.CheckAsync("servers-menu-keyboard");
    }

    [Fact]
    public async Task Menu_Left_ReturnsTheFocusToItsButton()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        var opener = ServerMenu.OpenerOf(page, "backend-3");
        await opener.FocusAsync();

        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(ServerMenu.ItemOf(page, "Drain backend-3")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".menu:popover-open")).ToHaveCountAsync(0);
        await Expect(opener).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".menu:popover-open")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Select backend-4", new() { Exact = true })).ToBeFocusedAsync();

        await opener.FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(opener).ToBeFocusedAsync();
    }
}
