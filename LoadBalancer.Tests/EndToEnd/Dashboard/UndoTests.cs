using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>A message about a change offers to take it back, as long as nobody else has changed the membership.</summary>
public sealed class UndoTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Undo_OfARemoval_BringsTheServerBack(Look look)
    {
        await dashboard.MoveAsync("backend-6", "http://10.0.6.1:8080");
        await using var viewer = await RemoveAsync(look);
        Assert.Null(await dashboard.UrlOfAsync("backend-6"));
        await viewer.CheckAsync($"server-undo-{look.ToString().ToLowerInvariant()}");

        await Undo(viewer).FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");

        await Expect(viewer.Page.Locator(".message p")).ToHaveTextAsync(["Undone."]);
        Assert.Equal("http://10.0.6.1:8080", await dashboard.UrlOfAsync("backend-6"));
    }

    [Fact]
    public async Task Undo_AfterAnotherChange_ChangesNothing()
    {
        await dashboard.MoveAsync("backend-6", "http://10.0.6.1:8080");
        await using var viewer = await RemoveAsync(Look.Light);
        await dashboard.MoveAsync("backend-9", "http://10.0.9.1:8080");

        await Undo(viewer).ClickAsync();

        await Expect(viewer.Page.Locator(".message p")).ToHaveTextAsync(["Nothing was undone: the membership has changed since."]);
        Assert.Null(await dashboard.UrlOfAsync("backend-6"));
    }

    private async Task<Viewer> RemoveAsync(Look look)
    {
        var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers/backend-6", look);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await viewer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(viewer.Page.Locator(".message p")).ToHaveTextAsync(["backend-6 was removed."]);
        return viewer;
    }

    private static ILocator Undo(Viewer viewer) => viewer.Page.Locator("[data-action=undo]");
}
