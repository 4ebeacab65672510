using System.Text.RegularExpressions;
using System.Xml.Linq;
using static LoadBalancer.Tests.Simulator.Reporting.LogFolder;

namespace LoadBalancer.Tests.Simulator.Reporting;

/// <summary>What reports say, in every form.</summary>
public sealed partial class ReportContentTests : IDisposable
{
    private readonly LogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_PeriodWithoutRequests_IsRejectedWithWhatTheLogsCover()
    {
        var log = _folder.Write(Enumerable.Range(0, 60).Select(_ => Request("a")));

        (await SimulatorRun.RunAsync("report", log, "--from", "2026-01-02", "--to", "2026-01-03T12:00Z")).AssertRejected(
            "no request from 2026-01-02 00:00:00 UTC to 2026-01-03 12:00:00 UTC; the logs cover 2026-01-01 12:00:00 UTC to "
            + "2026-01-01 12:00:59 UTC.");
        (await SimulatorRun.RunAsync("report", log, "--to", "2025-12-31")).AssertRejected("no request before 2025-12-31 00:00:00 UTC");
        (await SimulatorRun.RunAsync("report", log, "--from", "2026-01-02", "--to", "2026-01-01")).AssertRejected(
            "The period is empty: --from (2026-01-02) must be before --to (2026-01-01).");
    }

    [Fact]
    public async Task Report_PeriodOfALogWithoutTimes_IsRejected() =>
        (await SimulatorRun.RunAsync("{\"status\":200}\n", TestContext.Current.CancellationToken, "report", "-", "--from", "2026-01-02"))
        .AssertRejected("--from, --to: the logs have no times, so no period can be selected.");

    [Fact]
    public async Task Report_Weights_AreInEveryForm()
    {
        var log = _folder.Write(Enumerable.Range(0, 100).Select(i => Request(i % 4 == 0 ? "a" : i == 1 ? "x" : "b")));
        string[] options = ["--servers", "a=100,b=200,c=100"];

        var text = await SimulatorRun.RunAsync(["report", log, .. options]);
        var json = await SimulatorRun.RunAsync(["report", log, .. options, "--json"]);
        var csv = await _folder.ReportAsync(log, "a.csv", options);
        var markdown = await _folder.ReportAsync(log, "a.md", options);
        var page = await _folder.ReportAsync(log, "a.html", options);

        Assert.Matches(@"(?m)^ *b +74 +74\.0% +50\.0% ", text.Output);
        Assert.Matches(@"(?m)^ *c +0 +0\.0% +25\.0% ", text.Output);
        Assert.Matches(@"(?m)^ *busiest server +b, 1\.48× its share", text.Output);
        Assert.Contains("--servers does not list 1 of the servers in the log: x.", text.Output, StringComparison.Ordinal);
        var busiest = json.Json.GetProperty("busiest");
        Assert.Equal(("b", 1.48), (busiest.GetProperty("id").GetString(), busiest.GetProperty("ratio").GetDouble()));
        Assert.Equal(0.5, json.Json.GetProperty("servers")[1].GetProperty("expectedShare").GetDouble());
        Assert.Contains("\nb,74,0.740000,0.500000,", csv, StringComparison.Ordinal);
        Assert.Contains("\nx,1,0.010000,,", csv, StringComparison.Ordinal);
        Assert.Contains("| b | 74 | 74.0% | 50.0% |", markdown, StringComparison.Ordinal);
        Assert.Contains("busiest: b, 1.48× its share", page, StringComparison.Ordinal);
        Assert.Contains("does not list 1 of the servers in the log: x", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown option '--titel': did you mean --title?", "report", "a.log", "--titel", "x")]
    [InlineData("Unknown option '--titel': did you mean --title?", "report", "a.log", "--titel=x")]
    [InlineData("Unknown option '--nonsense': report --help lists all options.", "report", "--nonsense")]
    [InlineData("Unknown option '--sede': did you mean --seed?", "cluster", "--sede")]
    [InlineData("Unknown option '--server': did you mean --servers?", "place", "--server", "a")]
    [InlineData("LOG: the file '--x' does not exist.", "report", "--", "--x")]
    [InlineData("LOG: the file '/nowhere/a' does not exist.", "report", "/nowhere/a")]
    [InlineData("--title must have 1 to 200 characters.", "report", "-", "--title", "")]
    [InlineData("The time '20:57' is not allowed: --from must be a date or a time in ISO 8601", "report", "-", "--from", "20:57")]
    public async Task Report_BadArguments_AreNamedWithWhatIsRight(string named, params string[] args) =>
        (await SimulatorRun.RunAsync(args)).AssertRejected(named);

    [Fact]
    public async Task Report_Causes_AreATableAndFailedAttemptsOfTheirServer()
    {
        var log = _folder.Write(Enumerable.Range(0, 10).Select(i =>
        {
            var request = Request("a", status: i == 0 ? 502 : i == 1 ? 404 : 200);
            if (i < 4)
            {
                (request["error"], request["errorServer"]) = ("connection_refused", "b");
            }

            return request;
        }));

        var run = await SimulatorRun.RunAsync("report", log);
        var json = (await SimulatorRun.RunAsync("report", log, "--json")).Json;

        Assert.Contains("Causes of failures", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ *connection_refused +4 +40\.0% +1 *$", run.Output);
        Assert.Matches(@"(?m)^ *b +0 +0\.0% +0 +4 ", run.Output);
        Assert.Matches(@"(?m)^ *5xx +1 \(10%\)", run.Output);
        Assert.Matches(@"(?m)^ *4xx +1 \(10%\)", run.Output);
        Assert.Equal((1, 1), (json.GetProperty("serverErrors").GetInt32(), json.GetProperty("clientErrors").GetInt32()));
        Assert.Equal(4, json.GetProperty("causes")[0].GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task Report_HotKeys_AreInTheOrderOfWhatIsShown()
    {
        var log = _folder.Write(Enumerable.Range(0, 4_000).Select(i => Request("a", id: $"k{(i % 3 == 0 ? i % 40 : i)}")));

        var keys = (await SimulatorRun.RunAsync("report", log, "--json")).Json.GetProperty("keys");
        long[] shown = [.. keys.GetProperty("hot").EnumerateArray().Select(key => key.GetProperty("requests").GetInt64())];

        Assert.True(shown.Length > 5);
        Assert.Equal(shown.OrderDescending(), shown);
    }

    [Fact]
    public async Task Report_HostileNames_AreShortAndVisibleInEveryForm()
    {
        var longest = new string('x', 3_000);
        string[] names = [$"first{longest}last", "evil\u202Etxt.exe", "\u001b[31mred", "服务器"];
        var log = _folder.Write(Enumerable.Range(0, 40).Select(i => Request(names[i % 4], id: names[(i + 1) % 4])));

        var run = await SimulatorRun.RunAsync("report", log);
        string[] texts =
        [
            run.Output, await _folder.ReportAsync(log, "a.csv"), await _folder.ReportAsync(log, "a.md"),
            await _folder.ReportAsync(log, "a.html"), await _folder.ReportAsync(log, "a.svg"),
        ];

        Assert.All(texts, text =>
        {
            Assert.DoesNotContain(new string('x', 100), text, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202E', text);
            Assert.DoesNotContain('\u001b', text);
            Assert.Contains("u202Etxt.exe", text, StringComparison.Ordinal);
            Assert.Contains("last", text, StringComparison.Ordinal);
            Assert.Contains("服务器", text, StringComparison.Ordinal);
        });
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 250));
    }

    [Fact]
    public async Task Report_Pictures_HaveTheKeyFiguresAndTheSource()
    {
        var log = _folder.Write(Enumerable.Range(0, 200).Select(i => Request(i % 3 == 0 ? "a" : "b", status: i % 50 == 0 ? 500 : 200)));

        var svg = XDocument.Parse(await _folder.ReportAsync(log, "a.svg", "--cluster", "shop"));

        string[] texts = [.. svg.Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value)];
        Assert.Contains("Source: requests.log", texts);
        Assert.Contains("Cluster shop · 2026-01-01 12:00:00 to 2026-01-01 12:03:19 UTC (3 min 19 s)", texts);
        Assert.Contains("5xx rate", texts);
        Assert.Contains("2%", texts);
        Assert.Contains("Requests", texts);
    }

    [Fact]
    public async Task Report_IntervalsWithoutRequests_HaveNoLineOfErrors()
    {
        var log = _folder.Write(Enumerable.Range(0, 3).Select(_ => Request("a", status: 500)));

        var svg = XDocument.Parse(await _folder.ReportAsync(log, "a.svg"));

        // Of ten intervals, the log covers three in the middle.
        var line = svg.Descendants().First(one => one.Name.LocalName == "path" && (string?)one.Attribute("fill") == "none");
        double[] x = [.. Point().Matches((string)line.Attribute("d")!).Select(point => double.Parse(
            point.Groups["x"].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(x[0] > 300, $"{x[0]}");
        Assert.True(x[^1] < 700, $"{x[^1]}");
    }

    [Fact]
    public async Task Report_Tables_HaveNoEmptyHeadingAndNumbersOfThreeDigits()
    {
        var log = _folder.Write(Enumerable.Range(0, 100).Select(i => Request("a", milliseconds: i < 90 ? 4.02 : 5_292)));

        var page = await _folder.ReportAsync(log, "a.html");
        var run = await SimulatorRun.RunAsync("report", log);

        Assert.DoesNotContain("<td></td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"col\"></th>", page, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ *latency maximum +5\.29 s", run.Output);
        Assert.Matches(@"(?m)^ *a +100 +100\.0% +0 +0 +0 +\S+ .* 5,290 *$", run.Output);
        Assert.Matches(@"(?m)^ *total +100 ", run.Output);
        Assert.DoesNotMatch(@"(?m)^\s*$\n\s*requests", run.Output);
    }

    [GeneratedRegex(@"[ML](?<x>[\d.]+),", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Point();
}
