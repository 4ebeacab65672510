using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests where the focus goes when a dialog opens, while it is open, and when it closes, and which actions close it.</summary>
public sealed class DialogTests(ShownDashboard dashboard, Chromium chromium) : IClassFixture<ShownDashboard>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("Add a server", "Add a server", "#add-id")]
    [InlineData("Change the weight of backend-1", "Weight of backend-1", "#number-value")]
    [InlineData("Change", "Target server count", "#number-value")]
    [InlineData("Drain backend-2", "Drain backend-2?", ".dialog [data-action=close]")]
    public async Task Dialog_OpenedByKeyboard_TakesTheFocusAndReturnsItOnEscape(string opener, string title, string first)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        var button = Button(page, opener);
        if (await button.CountAsync() == 0)
        {
            // It is in a menu, which closes, so that the focus returns to the button that opened the menu.
            var menu = ServerMenu.OpenerOf(page, opener.Split(' ')[^1]);
            await menu.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await ServerMenu.ItemOf(page, opener).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            button = menu;
        }
        else
        {
            await button.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        }

        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = title, Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(first)).ToBeFocusedAsync();
        await Expect(page.Locator(".dialog")).ToHaveAccessibleDescriptionAsync(NotEmpty());
        for (var stop = 0; stop < 8; stop++)
        {
            await page.Keyboard.PressAsync(stop % 3 == 2 ? "Shift+Tab" : "Tab");
            Assert.True(await page.EvaluateAsync<bool>(
                "document.activeElement === document.body || document.querySelector('.dialog').contains(document.activeElement)"));
        }

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(button).ToBeFocusedAsync();
        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Dialog_Canceled_ReturnsTheFocusAndDoesNothing()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await ServerMenu.ChooseAsync(page, "Drain backend-2");

        await page.Locator(".dialog [data-action=close]").ClickAsync();

        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
        await Expect(ServerMenu.OpenerOf(page, "backend-2")).ToBeFocusedAsync();
        await Expect(page.Locator(".message")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Dialog_EnterInAField_Submits()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await ServerMenu.ChooseAsync(page, "Change the weight of backend-1");

        await page.Locator("#number-value").FillAsync("0");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#number-value")).ToHaveAccessibleDescriptionAsync("It must be a whole number from 1 to 1,000.");
        await Expect(page.Locator("#number-value")).ToBeFocusedAsync();
        await page.Locator("#number-value").FillAsync("250");
        await page.Keyboard.PressAsync("Enter");

        // The page shows a sample; the store behind it has no servers.
        await Expect(page.GetByText("There is no server 'backend-1'.")).ToBeVisibleAsync();
        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
        await Expect(ServerMenu.OpenerOf(page, "backend-1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Dialog_InvalidFields_AreDescribedAndTheFirstHasTheFocus()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await Button(page, "Add a server").ClickAsync();
        await page.Locator("#add-id").FillAsync("edge-1");
        await page.Locator("#add-url").FillAsync("ftp://somewhere");
        await page.Locator("#add-weight").FillAsync("2000");

        await page.Locator(".dialog [type=submit]").ClickAsync();

        await Expect(page.Locator("#add-url")).ToBeFocusedAsync();
        await Expect(page.Locator("#add-url")).ToHaveAccessibleDescriptionAsync(await page.Locator("#add-url-note.error").InnerTextAsync());
        await Expect(page.Locator("#add-id")).ToHaveAttributeAsync("aria-invalid", "false");
    }

    [Fact]
    public async Task Dialog_ClickOutside_Closes()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await Button(page, "Add a server").ClickAsync();
        await page.Locator("#add-id").FillAsync("some text that somebody selects");
        var box = (await page.Locator("#add-id").BoundingBoxAsync())!;

        // A drag that starts inside the dialog does not count as a click outside it.
        await page.Mouse.MoveAsync(box.X + box.Width - 5, box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(20, box.Y);
        await page.Mouse.UpAsync();
        await page.Mouse.ClickAsync(box.X + 5, box.Y + 5);
        await Expect(page.Locator("#add-id")).ToBeFocusedAsync();

        await page.Mouse.ClickAsync(20, box.Y);
        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Dialog_NavigationToAnotherPage_Closes()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/events");
        var page = viewer.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Servers", Exact = true }).ClickAsync();
        await Button(page, "Add a server").ClickAsync();
        await Expect(page.Locator("#add-id")).ToBeFocusedAsync();

        await page.GoBackAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Events");
        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Servers", Exact = true }).ClickAsync();
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Dialog_StoreUnreachable_ShowsTheErrorAndKeepsTheFields(Look look)
    {
        var id = $"edge-{look.ToString().ToLowerInvariant()}";
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers", look);
        var page = viewer.Page;
        await Button(page, "Add a server").ClickAsync();
        await page.Locator("#add-id").FillAsync(id);
        await page.Locator("#add-url").FillAsync("http://10.0.9.1:8080");
        dashboard.SetUnreachable(true);
        try
        {
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".dialog [role=alert]")).Not.ToBeEmptyAsync();
            await viewer.CheckAsync($"servers-add-away-{look.ToString().ToLowerInvariant()}");
        }
        finally
        {
            dashboard.SetUnreachable(false);
        }

        await Expect(page.Locator("#add-id")).ToHaveValueAsync(id);
        await page.Locator("#add-url").PressAsync("Enter");

        await Expect(page.GetByText($"{id} was added.")).ToBeVisibleAsync();
        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
        await Expect(page.Locator(".message")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Dialog_ForcedColors_HasABorder()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await ServerMenu.ChooseAsync(page, "Drain backend-2");
        await Expect(page.Locator(".dialog")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Viewer.Folder, "servers-drain-forced-colors.png") });
        Assert.NotEqual("rgba(0, 0, 0, 0)", await EdgeAsync(".dialog"));

        await page.Locator("[data-action=confirm]").ClickAsync();

        await Expect(page.Locator(".message")).ToBeVisibleAsync();
        Assert.NotEqual("rgba(0, 0, 0, 0)", await EdgeAsync(".message"));

        Task<string> EdgeAsync(string element) =>
            page.Locator(element).EvaluateAsync<string>("element => getComputedStyle(element).borderTopColor");
    }

    /// <summary>An open dialog makes the rest of the page inert, but the connection notice stays above it and usable.</summary>
    [Fact]
    public async Task Dialog_ConnectionIsLost_LeavesTheNoticeUsable()
    {
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        var page = viewer.Page;
        await using (var host = await DashboardHost.StartAsync(SampleCluster.Now))
        {
            host.View.Publish(SampleCluster.InUse());
            await viewer.OpenAsync($"{host.Url}/servers");
            await Button(page, "Add a server").ClickAsync();
            await Expect(page.Locator("#add-id")).ToBeFocusedAsync();
            await host.StopAsync();
        }

        var reload = page.GetByRole(AriaRole.Button, new() { Name = "Reload" });
        await Expect(reload).ToBeFocusedAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Viewer.Folder, "servers-add-lost.png") });
        await viewer.CheckPolicyAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Add a server" })).ToHaveCountAsync(0);

        // The notice is part of the page again, and the page is not inert.
        await Expect(reload).ToBeVisibleAsync();
        await reload.ClickAsync(new() { Trial = true });
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Regex NotEmpty() => new(".", RegexOptions.None, TimeSpan.FromSeconds(1));
}
