using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the charts of requests, errors, and latency in a browser.</summary>
public sealed class TrendTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/servers/backend-4")]
    [InlineData("/gateways/gateway-1")]
    public async Task Pointer_OverAChart_ShowsTheValuesOfAllChartsAtThatTime(string path)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), path);
        var chart = viewer.Page.Locator("[data-trends]");
        await Assertions.Expect(chart.Locator(".chosen").First).ToBeHiddenAsync();
        var box = (await chart.Locator(".trend-chart").First.BoundingBoxAsync())!;

        await viewer.Page.Mouse.MoveAsync(box.X + 56 + ((box.Width - 56) * 0.5f), box.Y + 40);

        await Assertions.Expect(chart).ToHaveAttributeAsync("data-index", "90");
        await Assertions.Expect(chart.Locator(".chosen")).ToHaveCountAsync(9);
        Assert.All(await chart.Locator(".chosen").AllInnerTextsAsync(), text => Assert.NotEqual("", text));
        Assert.Equal(
            ["50.2778%", "50.2778%", "50.2778%"],
            await chart.Locator(".cursor").EvaluateAllAsync<string[]>(
                "lines => lines.map(line => `${parseFloat(line.getAttribute('x1')).toFixed(4)}%`)"));
        await Assertions.Expect(chart.Locator("[data-at]")).ToContainTextAsync("11:48:");
        await Assertions.Expect(chart.Locator(".latest").First).ToBeHiddenAsync();

        await viewer.Page.Mouse.MoveAsync(1, 1);
        await Assertions.Expect(chart.Locator(".latest").First).ToBeVisibleAsync();
        await viewer.CheckPolicyAsync();
    }

    [Fact]
    public async Task Keyboard_MovesTheCursorAndTellsWhatIsThere()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");
        var chart = viewer.Page.Locator("[data-trends]");
        await chart.FocusAsync();

        await viewer.Page.Keyboard.PressAsync("End");
        await viewer.Page.Keyboard.PressAsync("ArrowLeft");

        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuenow", "178");
        var told = (await chart.GetAttributeAsync("aria-valuetext"))!;
        Assert.StartsWith("12:02:", told, StringComparison.Ordinal);
        Assert.Contains("5xx from servers ", told, StringComparison.Ordinal);
        Assert.Contains("p99 ", told, StringComparison.Ordinal);
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuenow", "179");
    }

    [Fact]
    public async Task Pointer_WhileNewValuesArrive_ShowsThoseOfItsInterval()
    {
        var before = SampleCluster.InUse();
        await using var viewer = await dashboard.ShowAsync(before, "/");
        var chart = viewer.Page.Locator("[data-trends]");
        await chart.FocusAsync();
        await viewer.Page.Keyboard.PressAsync("End");
        var requests = chart.Locator("[data-series='0']");
        var shown = await requests.InnerTextAsync();

        dashboard.Publish(SampleCluster.Rolled() with { At = before.At.AddSeconds(10) });

        await Assertions.Expect(requests).Not.ToHaveTextAsync(shown);
        await Assertions.Expect(chart).ToHaveAttributeAsync("data-index", "179");
    }

    [Fact]
    public async Task Range_InTheAddress_IsShownAndSurvivesAReload()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers/backend-1");
        var chart = viewer.Page.Locator("[data-trends]");

        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = "5 min", Exact = true }).ClickAsync();
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuemax", "29");
        Assert.EndsWith("/servers/backend-1?range=5m", viewer.Page.Url, StringComparison.Ordinal);
        await viewer.Page.ReloadAsync();
        await viewer.UntilLiveAsync();

        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuemax", "29");
        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = "30 min", Exact = true }).ClickAsync();
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuemax", "179");
    }

    [Fact]
    public async Task Live_FollowsEachSecondUntilItIsPaused()
    {
        var before = SampleCluster.InUse();
        await using var viewer = await dashboard.ShowAsync(before, "/");
        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = "Live", Exact = true }).ClickAsync();
        var chart = viewer.Page.Locator("[data-trends]");
        var requests = chart.Locator(".latest").First;
        await Assertions.Expect(chart).ToHaveAttributeAsync("aria-valuemax", "29");
        Assert.EndsWith("/?range=live", viewer.Page.Url, StringComparison.Ordinal);
        var shown = await requests.InnerTextAsync();

        dashboard.Publish(SampleCluster.Rolled() with { At = before.At.AddSeconds(1) });
        await Assertions.Expect(requests).Not.ToHaveTextAsync(shown);

        shown = await requests.InnerTextAsync();
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(viewer.Page.Locator("[data-part=paused]")).ToContainTextAsync("Paused since 12:03:06");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.GetByText("Paused since 12:03:06")).ToBeVisibleAsync();
        dashboard.Publish(before with { At = before.At.AddSeconds(2) });
        await Assertions.Expect(viewer.Page.GetByText("Read at 12:03:07")).ToBeAttachedAsync();
        Assert.Equal(shown, await requests.InnerTextAsync());

        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(requests).Not.ToHaveTextAsync(shown);
        await viewer.CheckAsync("overview-live");
        await viewer.Page.ReloadAsync();
        await viewer.UntilLiveAsync();
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Marks_NameTheEventsAtTheCursor()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");
        var chart = viewer.Page.Locator("[data-trends]");
        await Assertions.Expect(chart.Locator(".mark-sign.bad").First).ToBeVisibleAsync();
        await chart.FocusAsync();

        // The sample's last events are 21 and 22 s old, the interval in progress began 5 s ago.
        await viewer.Page.Keyboard.PressAsync("End");
        await viewer.Page.Keyboard.PressAsync("ArrowLeft");

        await Assertions.Expect(chart.Locator("[data-at]")).ToContainTextAsync("Unhealthy: backend-4");
    }
}
