using System.Text.RegularExpressions;
using LoadBalancer.Dashboard.Charts.Heat;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Presentation;
using LoadBalancer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Tests the heat map of the Overview page, in every theme and for those who do not see it.</summary>
public sealed partial class HeatMapTests(ShownDashboard dashboard) : IClassFixture<ShownDashboard>
{
    /// <summary>The least contrast between neighbouring steps.</summary>
    private const double LeastContrast = 1.3;

    [GeneratedRegex("--heat-[0-7]: (?<colour>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Colour { get; }

    [Theory]
    [InlineData(3, Look.Light)]
    [InlineData(70, Look.Light)]
    [InlineData(70, Look.Dark)]
    [InlineData(70, Look.Narrow)]
    [InlineData(500, Look.Light)]
    public async Task HeatMap_AnyNumber_HasARowForEachServerOfThePage(int servers, Look look)
    {
        var snapshot = SampleCluster.Of(servers);
        await using var viewer = await dashboard.ShowAsync(snapshot, "/", look);
        var card = viewer.Page.Locator("section", new() { Has = viewer.Page.Locator("#heat-title") });
        var name = $"heat-{servers}-{look.ToString().ToLowerInvariant()}";
        await card.ScreenshotAsync(new() { Path = Path.Combine(Viewer.Folder, $"{name}.png") });

        await Expect(card.Locator("tbody tr")).ToHaveCountAsync(Math.Min(servers, LatencyGrid.PageSize));
        var first = card.Locator("tbody tr").First;
        await Expect(first.Locator("a.server")).ToHaveAttributeAsync("href", $"servers/{LatencyGrid.OrderOf(snapshot)[0].Server}");
        await viewer.CheckAsync($"overview-{name}");
        Assert.Equal(0, await card.Locator(".table-scroll").EvaluateAsync<int>("table => table.scrollWidth - table.clientWidth"));
    }

    [Fact]
    public async Task HeatMap_Table_HasTheValuesThatAreDrawn()
    {
        var snapshot = SampleCluster.InUse();
        var grid = LatencyGrid.Of(snapshot.Timeline, LatencyGrid.OrderOf(snapshot), page: 0);
        await using var viewer = await dashboard.ShowAsync(snapshot, "/");

        foreach (var row in grid.Rows)
        {
            var shown = viewer.Page.Locator($".table.heat tr[data-server={row.Server}]");
            await Expect(shown.Locator("[data-part=p99]")).ToHaveTextAsync(Figures.Latency(row.P99));
            await Expect(shown.Locator("[data-part=worst]")).ToHaveTextAsync(Figures.Latency(row.Cells[row.Worst].P99));
            await Expect(shown.Locator("[data-part=failed]")).ToHaveTextAsync($"{row.Failed} of 60");
            await Expect(shown.Locator($".h-{grid.Scale.StepOf(row.Cells[row.Worst].P99!.Value)}")).ToHaveCountAsync(1);
        }

        Assert.Equal(3, grid.Rows.Single(row => row.Server.Value == "backend-4").Failed);
    }

    [Fact]
    public async Task HeatMap_ForcedColors_IsATable()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.InUse(), "/");
        await viewer.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });

        await Expect(viewer.Page.Locator(".heat-strip").First).ToBeHiddenAsync();
        await Expect(viewer.Page.Locator(".heat-legend")).ToBeHiddenAsync();
        await Expect(viewer.Page.Locator(".table.heat [data-part=worst]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task HeatMap_Pages_AreTurned()
    {
        await using var viewer = await dashboard.ShowAsync(SampleCluster.Of(70), "/");
        var card = viewer.Page.Locator("section", new() { Has = viewer.Page.Locator("#heat-title") });

        await card.GetByText("Next").ClickAsync();

        await Expect(card.Locator(".pager")).ToContainTextAsync("26–50 of 70 servers");
        Assert.EndsWith("/?heat=2", viewer.Page.Url, StringComparison.Ordinal);
        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = "5 min", Exact = true }).ClickAsync();
        await Expect(viewer.Page.Locator("[data-trends]")).ToHaveAttributeAsync("aria-valuemax", "29");
        await viewer.Page.ReloadAsync();
        await viewer.UntilLiveAsync();
        await Expect(card.Locator(".pager")).ToContainTextAsync("26–50 of 70 servers");
    }

    [Fact]
    public async Task Pointer_OverAHalfMinute_ShowsItsValues()
    {
        var (snapshot, row) = Sample("backend-4");
        await using var viewer = await dashboard.ShowAsync(snapshot, "/");
        var strip = viewer.Page.Locator(".table.heat tr[data-server=backend-4] .heat-strip");
        await strip.ScrollIntoViewIfNeededAsync();
        var box = (await strip.BoundingBoxAsync())!;

        await viewer.Page.Mouse.MoveAsync(box.X + (box.Width * 30.5f / 60), box.Y + 5);

        var shown = viewer.Page.Locator(".heat-at [data-at]");
        await Expect(shown).ToContainTextAsync(ValuesOf(row, 30));
        await Expect(shown).ToContainTextAsync("11:48:");
        await Expect(viewer.Page.Locator(".table.heat tr[data-server=backend-4] .heat-cursor")).ToBeVisibleAsync();
        await viewer.CheckAsync("overview-heat-pointer");
        await viewer.Page.Mouse.MoveAsync(1, 1);
        await Expect(shown).ToHaveTextAsync("");
    }

    [Fact]
    public async Task Keyboard_MovesThroughTimeAndServers_AlsoWhileNewValuesArrive()
    {
        var (snapshot, row) = Sample("backend-4");
        var place = LatencyGrid.OrderOf(snapshot).ToList().FindIndex(one => one.Server.Value == "backend-4");
        await using var viewer = await dashboard.ShowAsync(snapshot, "/");
        var slider = viewer.Page.GetByRole(AriaRole.Slider, new() { Name = "Server and half minute" });
        await slider.FocusAsync();
        await viewer.Page.Keyboard.PressAsync("End");
        for (var i = 0; i < place; i++)
        {
            await viewer.Page.Keyboard.PressAsync("ArrowDown");
        }

        await viewer.Page.Keyboard.PressAsync("ArrowLeft");

        await Expect(slider).ToHaveAttributeAsync("aria-valuenow", "58");
        await Expect(slider).ToContainTextAsync(ValuesOf(row, 58));
        Assert.Equal(await slider.Locator("[data-at]").InnerTextAsync(), await slider.GetAttributeAsync("aria-valuetext"));
        await viewer.CheckAsync("overview-heat-keyboard");

        dashboard.Publish(SampleCluster.Rolled() with { At = snapshot.At.AddSeconds(10) });
        await Expect(slider).Not.ToContainTextAsync(ValuesOf(row, 58));
        await Expect(slider).ToContainTextAsync("backend-4: p99");
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Expect(slider).ToHaveTextAsync("Point at a half minute, or use the arrow keys, to read its values");
    }

    private static (DashboardSnapshot Snapshot, LatencyRow Row) Sample(string server)
    {
        var snapshot = SampleCluster.InUse();
        var grid = LatencyGrid.Of(snapshot.Timeline, LatencyGrid.OrderOf(snapshot), page: 0);
        return (snapshot, grid.Rows.Single(row => row.Server.Value == server));
    }

    private static string ValuesOf(LatencyRow row, int column) =>
        $"{row.Server}: p99 {Figures.Latency(row.Cells[column].P99)}, {Figures.Count(row.Cells[column].Requests)} requests, "
        + $"{row.Cells[column].Failures} failed attempt";

    [Fact]
    public void Colours_OfTheSteps_AreToldApartInBothThemes()
    {
        var colours = Colour.Matches(File.ReadAllText(Path.Combine(Repository.Root, "LoadBalancer.Dashboard/wwwroot/css/tokens.css")))
            .Select(match => match.Groups["colour"].Value).Chunk(LatencyScale.Steps).ToArray();

        Assert.Equal(2, colours.Length);
        Assert.All(colours, steps => Assert.All(
            steps.Zip(steps.Skip(1)), pair => Assert.InRange(PerceivedColour.Contrast(pair.First, pair.Second), LeastContrast, 2)));
    }
}
