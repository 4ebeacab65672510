using System.Text.RegularExpressions;
using LoadBalancer.Dashboard.Charts.Heat;
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

    [GeneratedRegex("--heat-[0-7]: (#[0-9a-f]{6});", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
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
    }

    [Fact]
    public void Colours_OfTheSteps_AreToldApartInBothThemes()
    {
        var colours = Colour.Matches(File.ReadAllText(Path.Combine(Repository.Root, "LoadBalancer.Dashboard/wwwroot/css/tokens.css")))
            .Select(match => match.Groups[1].Value).Chunk(LatencyScale.Steps).ToArray();

        Assert.Equal(2, colours.Length);
        Assert.All(colours, steps => Assert.All(
            steps.Zip(steps.Skip(1)), pair => Assert.InRange(PerceivedColour.Contrast(pair.First, pair.Second), LeastContrast, 2)));
    }
}
