using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests adding a server under the id of an existing member.</summary>
public sealed class ReplaceServerTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Narrow)]
    public async Task Servers_AdditionOfAnExistingId_IsRejectedUntilReplacementIsConfirmed(Look look)
    {
        var id = $"edge-{look.ToString().ToLowerInvariant()}";
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers", look);
        await AddAsync("http://10.0.9.1:8080");
        await Assertions.Expect(viewer.Page.GetByText($"{id} was added.")).ToBeVisibleAsync();

        await AddAsync("http://10.0.9.2:8080");

        await Assertions.Expect(viewer.Page.Locator("#add-id-note")).ToHaveTextAsync($"{id} is already a member, at http://10.0.9.1:8080.");
        await Assertions.Expect(viewer.Page.Locator("#add-id")).ToHaveAttributeAsync("aria-invalid", "true");
        await viewer.CheckAsync($"servers-add-taken-{look.ToString().ToLowerInvariant()}");
        Assert.Equal("http://10.0.9.1:8080", await dashboard.UrlOfAsync(id));

        // Another id means another server: the message about the first id disappears, and returns with that id.
        await viewer.Page.Locator("#add-id").FillAsync($"{id}-2");
        await Assertions.Expect(viewer.Page.Locator("[data-action=replace]")).ToHaveCountAsync(0);
        await viewer.Page.Locator("#add-id").FillAsync(id);
        await viewer.Page.Locator("#add-id").PressAsync("Enter");
        await Assertions.Expect(viewer.Page.Locator("[data-action=replace]")).ToBeVisibleAsync();

        // Another operator moves the member, so replacing it would no longer replace what the dialog showed.
        await dashboard.MoveAsync(id, "http://10.0.9.3:8080");
        await viewer.Page.Locator("[data-action=replace]").ClickAsync();
        await Assertions.Expect(viewer.Page.Locator("#add-id-note"))
            .ToHaveTextAsync($"{id} has changed in the meantime: it is now at http://10.0.9.3:8080.");
        Assert.Equal("http://10.0.9.3:8080", await dashboard.UrlOfAsync(id));
        await viewer.Page.Locator("[data-action=replace]").ClickAsync();

        await Assertions.Expect(viewer.Page.GetByText($"{id} was replaced.")).ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Equal("http://10.0.9.2:8080", await dashboard.UrlOfAsync(id));

        async Task AddAsync(string url)
        {
            await viewer.Page.GetByText("Add a server").First.ClickAsync();
            await viewer.Page.Locator("#add-id").FillAsync(id);
            await viewer.Page.Locator("#add-url").FillAsync(url);
            await viewer.Page.Locator("#add-url").PressAsync("Enter");
        }
    }
}
