using LoadBalancer.Tests.EndToEnd.Dashboard;
using LoadBalancer.Tests.Simulator;

namespace LoadBalancer.Tests.EndToEnd.Simulator;

public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_OpenedFromDisk_ShowsTablesAndChartsWithoutScripts(bool isNarrow)
    {
        var folder = Directory.CreateTempSubdirectory("report-");
        var (log, page) = (Path.Combine(folder.FullName, "requests.log"), Path.Combine(folder.FullName, "report.html"));
        await File.WriteAllLinesAsync(
            log,
            Enumerable.Range(0, 300).Select(i =>
                $$"""
                {"time":"2026-01-01T12:00:{{i % 60:00}}Z","id":"<img src=x onerror=alert(1)>",
                "server":"{{(i % 4 == 0 ? "<b>a</b>" : "b")}}","status":{{(i % 100 == 0 ? 502 : 200)}},"durationMs":{{i + 1}}}
                """.ReplaceLineEndings("")),
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await SimulatorRun.RunAsync("report", log, "--out", page)).ExitCode);

        await using var viewer = await chromium.NewViewerAsync(isNarrow ? Look.Narrow : Look.Light);
        var messages = new List<string>();
        viewer.Page.Console += (_, message) => messages.Add(message.Text);
        viewer.Page.Dialog += (_, dialog) => messages.Add(dialog.Message);
        await viewer.Page.GotoAsync(new Uri(page).AbsoluteUri);

        Assert.Equal(4, await viewer.Page.Locator("img").CountAsync());
        Assert.True(await viewer.Page.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0)"));
        Assert.Equal(["<b>a</b>", "75"], await viewer.Page.Locator("table").First
            .Locator("tbody tr").First
            .Locator("td")
            .AllInnerTextsAsync() is [var name, var requests, ..] ? [name, requests] : []);
        await viewer.CheckAsync($"report-{(isNarrow ? "narrow" : "light")}");
        Assert.Empty(messages);
    }
}
