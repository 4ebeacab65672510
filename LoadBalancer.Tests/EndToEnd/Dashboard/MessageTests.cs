using LoadBalancer.Dashboard.Components.Messages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>The page announces the result of a change; the user can dismiss the message, and it disappears after a while.</summary>
public sealed class MessageTests(ShownDashboard dashboard, Chromium chromium) : IClassFixture<ShownDashboard>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Messages_OfSuccessAndFailure_AreAddedToExistingLiveRegions(Look look)
    {
        var id = $"edge-{look.ToString().ToLowerInvariant()}";
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers", look);
        var page = viewer.Page;
        var (status, alert) = (page.Locator(".messages [role=status]"), page.Locator(".messages [role=alert]"));
        await Expect(status).ToBeAttachedAsync();
        await Expect(status).ToBeEmptyAsync();
        await Expect(alert).ToBeEmptyAsync();
        await page.EvaluateAsync("() => document.querySelectorAll('.messages [role]').forEach(region => { region.isOld = true; })");

        await DrainAsync(page, "backend-2");
        await DrainAsync(page, "backend-3");
        await AddAsync(page, id);

        await Expect(status.Locator("p")).ToHaveTextAsync([$"{id} was added."]);
        await Expect(alert.Locator("p")).ToHaveTextAsync(["There is no server 'backend-2'.", "There is no server 'backend-3'."]);
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.messages [role]')].every(region => region.isOld)"));
        await Expect(status).ToHaveAttributeAsync("aria-atomic", "false");
        await viewer.CheckAsync($"servers-messages-{look.ToString().ToLowerInvariant()}");
    }

    [Fact]
    public async Task Message_Dismissed_MovesTheFocus()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");
        var page = viewer.Page;
        await DrainAsync(page, "backend-2");
        await DrainAsync(page, "backend-3");
        var dismiss = page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" });
        await dismiss.First.FocusAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message p")).ToHaveTextAsync(["There is no server 'backend-3'."]);
        await Expect(dismiss).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".message")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Message_AfterAWhile_DisappearsUnlessHovered()
    {
        await using var host = await DashboardHost.StartAsync(SampleCluster.Now);
        host.View.Publish(SampleCluster.InUse());
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        await viewer.OpenAsync($"{host.Url}/servers");
        var page = viewer.Page;
        await DrainAsync(page, "backend-2");
        await page.Locator(".message").HoverAsync();

        // The page handles events in order: once it responds to the click, it has handled the pointer event.
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark" })).ToHaveAttributeAsync("aria-pressed", "true");
        host.Time.Advance(2 * MessageState.Duration);

        // The store behind the sample has no servers: the empty list proves that the page has noticed the new time.
        await Expect(page.GetByText("No servers yet")).ToBeVisibleAsync();
        await Expect(page.Locator(".message")).ToHaveCountAsync(1);

        await page.Mouse.MoveAsync(5, 5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Light" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Light" })).ToHaveAttributeAsync("aria-pressed", "true");
        host.Time.Advance(MessageState.Duration);

        await Expect(page.Locator(".message")).ToHaveCountAsync(0);
    }

    private static async Task DrainAsync(IPage page, string id)
    {
        await ServerMenu.ChooseAsync(page, $"Drain {id}");
        await page.Locator("[data-action=confirm]").ClickAsync();

        // The page shows a sample; the store behind it has no servers.
        await Expect(page.GetByText($"There is no server '{id}'.")).ToBeVisibleAsync();
    }

    private static async Task AddAsync(IPage page, string id)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a server", Exact = true }).ClickAsync();
        await page.Locator("#add-id").FillAsync(id);
        await page.Locator("#add-url").FillAsync("http://10.0.9.1:8080");
        await page.Locator("#add-url").PressAsync("Enter");
        await Expect(page.GetByText($"{id} was added.")).ToBeVisibleAsync();
    }
}
