using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the buttons that copy ids, addresses and keys, the links that export tables, and the version.</summary>
public sealed class CopyTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData("/servers/backend-4", "Copy the URL of backend-4", "http://10.0.0.14:8080")]
    [InlineData("/servers/backend-4", "Copy the ID backend-4", "backend-4")]
    [InlineData("/hot-keys", "Copy the key /catalog/shoes?page=1", "/catalog/shoes?page=1")]
    public async Task Button_Clicked_CopiesAndSaysSo(string path, string name, string text)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);
        await viewer.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var button = viewer.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await Expect(viewer.Page.GetByRole(AriaRole.Status, new() { Name = "Copied" })).ToHaveTextAsync("");

        await button.ClickAsync();

        await Expect(viewer.Page.GetByRole(AriaRole.Status, new() { Name = "Copied" })).ToHaveTextAsync("Copied.");
        await Expect(button).ToBeFocusedAsync();
        Assert.Equal(text, await viewer.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Button_OfAPageThatMayNotCopy_IsHidden()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/hot-keys");
        await Expect(viewer.Page.Locator(".copy").First).ToBeVisibleAsync();
        await viewer.Page.AddInitScriptAsync("Object.defineProperty(window, 'isSecureContext', { value: false })");

        await viewer.Page.ReloadAsync();
        await viewer.UntilLiveAsync();

        await Expect(viewer.Page.Locator(".copy").First).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("/servers?state=unhealthy&sort=-p99", "exports/servers?state=unhealthy&sort=-p99", "backend-4")]
    [InlineData("/events?kind=health&q=backend-4", "exports/events?kind=health&q=backend-4", "backend-4")]
    [InlineData("/hot-keys", "exports/hot-keys", "tenant-")]
    [InlineData("/gateways", "exports/gateways", "gateway-1")]
    public async Task Export_OfATable_IsAFileWithTheFilters(string path, string href, string text)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);
        var link = viewer.Page.Locator($"a[href='{href}']");

        var download = await viewer.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());

        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains(
            text, await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsOnEveryPage()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/hot-keys");

        var text = await viewer.Page.Locator(".version").InnerTextAsync();
        Assert.StartsWith("Version ", text, StringComparison.Ordinal);
        Assert.True(Version.TryParse(text["Version ".Length..].Split('-')[0], out _), text);
    }
}
