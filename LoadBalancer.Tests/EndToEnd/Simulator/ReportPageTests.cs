using System.Text.RegularExpressions;
using LoadBalancer.Tests.EndToEnd.Dashboard;
using LoadBalancer.Tests.Simulator;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Simulator;

/// <summary>Opens reports in a browser, on a desktop, on a phone, and on paper.</summary>
public sealed partial class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    [Theory]
    [InlineData(Look.Light, 3)]
    [InlineData(Look.Dark, 20)]
    [InlineData(Look.Narrow, 3)]
    [InlineData(Look.Light, 200)]
    [InlineData(Look.Narrow, 200)]
    public async Task Report_OpenedFromDisk_ShowsTablesAndChartsWithoutScripts(Look look, int servers)
    {
        var page = await WriteAsync(requests: 1_200, servers);
        await using var viewer = await chromium.NewViewerAsync(look);
        var messages = new List<string>();
        viewer.Page.Console += (_, message) => messages.Add(message.Text);
        viewer.Page.Dialog += (_, dialog) => messages.Add(dialog.Message);
        await viewer.Page.GotoAsync(page);

        Assert.Equal(0, await viewer.Page.Locator("img, script, iframe, object").CountAsync());
        Assert.Equal(6, await viewer.Page.Locator("svg[role=img]").CountAsync());
        var row = viewer.Page.Locator("tbody tr", new() { HasText = "server-2 " + Hostile }).First;
        Assert.Equal("server-2 " + Hostile, await row.Locator("th").InnerTextAsync());
        await viewer.CheckAsync($"report-{servers}-{look}");
        Assert.Empty(messages);
    }

    [Fact]
    public async Task Report_OnAPhone_HasReadableNames()
    {
        var page = await WriteAsync(requests: 300, servers: 3);
        await using var viewer = await chromium.NewViewerAsync(Look.Narrow);
        await viewer.Page.GotoAsync(page);

        var names = await viewer.Page.Locator("tbody th").EvaluateAllAsync<double[]>("cells => cells.map(cell => cell.clientWidth)");

        Assert.NotEmpty(names);
        Assert.All(names, width => Assert.InRange(width, 100, 400));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(700)]
    [InlineData(1_200)]
    public async Task Report_OfAnyWidth_CutsNoTableAndLeavesNoHole(int width)
    {
        var page = await WriteAsync(requests: 1_200, servers: 3);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        await viewer.Page.SetViewportSizeAsync(width, 900);
        await viewer.Page.GotoAsync(page);

        Assert.Equal(
            0,
            await viewer.Page.EvaluateAsync<int>(
                "[...document.querySelectorAll('.scroll')].filter(table => table.scrollWidth > table.clientWidth + 1).length"));
        Assert.Equal(width, await viewer.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await viewer.Page.EvaluateAsync<bool>(
            """
            [...document.querySelectorAll('.pair')].every(pair =>
                new Set([...pair.children].map(stack => Math.round(stack.lastElementChild.getBoundingClientRect().bottom))).size === 1
                || getComputedStyle(pair).flexDirection === 'column')
            """));
        Assert.Equal(
            "none", await viewer.Page.Locator("svg .layer").First.EvaluateAsync<string>("layer => getComputedStyle(layer).stroke"));
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Narrow)]
    public async Task Report_ChartsOverTime_HaveTheSameAxis(Look look)
    {
        var page = await WriteAsync(requests: 1_200, servers: 3);
        await using var viewer = await chromium.NewViewerAsync(look);
        await viewer.Page.GotoAsync(page);

        var plots = await viewer.Page.Locator("section").First.Locator("svg[role=img] > svg > svg.plot").EvaluateAllAsync<double[][]>(
            "plots => plots.map(plot => { const { x, width } = plot.getBoundingClientRect(); return [x, x + width]; })");

        Assert.Equal(3, plots.Length);
        Assert.All(plots, plot => Assert.Equal(plots[0], plot));
        Assert.True(plots[0][1] - plots[0][0] > 200);
    }

    [Fact]
    public async Task Report_OnPaper_IsLightAndNotCutOff()
    {
        var page = await WriteAsync(requests: 1_200, servers: 200);
        await using var viewer = await chromium.NewViewerAsync(Look.Dark);
        await viewer.Page.GotoAsync(page);

        var pdf = System.Text.Encoding.Latin1.GetString(await viewer.Page.PdfAsync(new() { Format = "A4" }));
        Assert.InRange(PdfPage().Count(pdf), 3, 12);
        await viewer.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await viewer.Page.SetViewportSizeAsync(703, 1_000);
        Assert.Equal(
            "rgb(22, 26, 33)", await viewer.Page.EvaluateAsync<string>("getComputedStyle(document.body).color"));
        Assert.Equal(
            0, await viewer.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.True(await viewer.Page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.scroll')].every(table => table.scrollWidth <= table.clientWidth + 1)"));
    }

    [Fact]
    public async Task Report_OfOneRequest_HasEveryChart()
    {
        var page = await WriteAsync(requests: 1, servers: 1);
        await using var viewer = await chromium.NewViewerAsync(Look.Light);
        await viewer.Page.GotoAsync(page);

        Assert.Equal(5, await viewer.Page.Locator("svg[role=img]").CountAsync());
        await Assertions.Expect(viewer.Page.GetByText("No errors")).ToBeVisibleAsync();
        await viewer.CheckAsync("report-one");
    }

    private static async Task<string> WriteAsync(int requests, int servers)
    {
        var folder = Directory.CreateTempSubdirectory("report-");
        var (log, page) = (Path.Combine(folder.FullName, "requests.log"), Path.Combine(folder.FullName, "report.html"));
        await File.WriteAllLinesAsync(
            log,
            Enumerable.Range(0, requests).Select(i =>
                $$"""
                {"time":"2026-01-01T12:{{i / 10 / 60:00}}:{{i / 10 % 60:00}}Z","id":"{{(i % 3 == 0 ? Hostile : $"k{i}")}}",
                "server":"server-{{(i % servers) + 1}} {{Hostile}}",
                "status":{{(requests > 1 && i % 100 == 0 ? 502 : 200)}},"durationMs":{{i + 1}}}
                """.ReplaceLineEndings("")),
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await SimulatorRun.RunAsync("report", log, "--out", page)).ExitCode);
        return new Uri(page).AbsoluteUri;
    }

    [GeneratedRegex(@"/Type\s*/Page\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PdfPage();
}
