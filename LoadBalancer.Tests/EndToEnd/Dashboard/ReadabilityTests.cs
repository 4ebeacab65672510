using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Checks that nothing is cut off or broken apart, and that nothing bad is marked as good.</summary>
public sealed class ReadabilityTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    [Theory]
    [InlineData(0, "serving although unhealthy", "warn")]
    [InlineData(6, "serving", "good")]
    public async Task Placement_PanicMode_MarksAnUnhealthyServerThatServes(int healthy, string text, string tone)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Panic(healthy), "/placement");

        await viewer.Page.Locator("#key").FillAsync("tenant-0042");

        await Assertions.Expect(viewer.Page.Locator($".choices .badge.{tone}", new() { HasText = "serving" })).ToHaveTextAsync(text);
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Narrow)]
    public async Task Events_LongNames_AreNotBrokenIntoLetters(Look look)
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/events", look);

        var widths = await viewer.Page.Locator("td.by").EvaluateAllAsync<double[]>("cells => cells.map(cell => cell.clientWidth)");
        Assert.NotEmpty(widths);
        Assert.All(widths, width => Assert.True(width >= 100, $"{width} pixels"));
    }

    [Fact]
    public async Task Servers_OnADesktop_ShowsTheActionsWithoutScrolling()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/servers");

        var table = viewer.Page.Locator(".table-scroll");
        Assert.Equal(0, await table.EvaluateAsync<int>("table => table.scrollWidth - table.clientWidth"));
    }
}
