using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace LoadBalancer.Tests.Simulator.Reporting;

public sealed class ReportCommandTests : IDisposable
{
    private static readonly string[] Forms = ["html", "png", "svg", "csv", "md"];
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly string _folder = Directory.CreateTempSubdirectory("report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Report_HandMadeLog_HasTheKnownResults()
    {
        var log = Write(
            "requests.log",
            [.. Enumerable.Range(0, 100).Select(i => Line(
                i,
                i < 60 ? "a" : "b",
                status: i % 10 == 0 ? 503 : 200,
                tries: i % 10 == 0 ? 2 : 1,
                id: i < 50 ? "hot" : $"k{i}",
                milliseconds: i + 1))]);

        var run = await SimulatorRun.RunAsync("report", log, "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            (100, 10, 10, 100_000, 0),
            (Number(run, "requests"), Number(run, "serverErrors"), Number(run, "retries"), Number(run, "bytes"),
                Number(run, "withoutServer")));
        Assert.Equal(1.2, run.Json.GetProperty("peakToMean").GetDouble(), 12);
        Assert.Equal(
            [("a", 60, 0.6, 6), ("b", 40, 0.4, 4)],
            run.Json.GetProperty("servers").EnumerateArray().Select(server => (
                server.GetProperty("id").GetString(), server.GetProperty("requests").GetInt32(), server.GetProperty("share").GetDouble(),
                server.GetProperty("serverErrors").GetInt32())));
        Assert.Equal((1, 50.5, 100), (Latency(run, "min"), Latency(run, "mean"), Latency(run, "max")));
        Assert.InRange(Latency(run, "p50"), 49.6, 50.4);
        Assert.Equal([("200", 90), ("503", 10)], run.Json.GetProperty("statuses").EnumerateArray().Select(
            status => (status.GetProperty("name").GetString(), status.GetProperty("requests").GetInt32())));
        Assert.Equal(0.5, run.Json.GetProperty("keys").GetProperty("topShare").GetDouble());
        Assert.Equal("hot", run.Json.GetProperty("keys").GetProperty("hot")[0].GetProperty("key").GetString());
        Assert.Equal(100, run.Json.GetProperty("overTime").GetArrayLength());
        Assert.Equal(1, run.Json.GetProperty("binSeconds").GetInt32());
    }

    [Fact]
    public async Task Report_RotatedCompressedAndTruncatedLogs_AreOneReport()
    {
        var newest = Write("requests.log", [Line(20, "a"), Line(21, "b"), Line(22, "a")[..40]], ended: false);
        var older = Write("requests.log.1", [Line(10, "a"), "\0\0\0\0", Line(11, "b")]);
        var oldest = Compress("requests.log.2.gz", string.Concat(Enumerable.Range(0, 10).Select(i => Line(i, "c") + "\n")));

        var run = await SimulatorRun.RunAsync("report", newest, oldest, older, "--json");

        Assert.Equal((0, 14), (run.ExitCode, Number(run, "requests")));
        Assert.Equal(
            ("2026-01-01T12:00:00+00:00", "2026-01-01T12:00:21+00:00"),
            (run.Json.GetProperty("from").GetString(), run.Json.GetProperty("to").GetString()));
        var read = run.Json.GetProperty("log");
        Assert.Equal(
            (14, 2, $"{newest}:3"),
            (read.GetProperty("lines").GetInt32(), read.GetProperty("broken").GetInt32(), read.GetProperty("firstBroken").GetString()));
        Assert.Equal([newest], read.GetProperty("cut").EnumerateArray().Select(path => path.GetString()));
    }

    [Fact]
    public async Task Report_FromAndTo_LeaveOutTheRest()
    {
        var log = Write("requests.log", [.. Enumerable.Range(0, 60).Select(second => Line(second, "a"))]);

        var run = await SimulatorRun.RunAsync("report", log, "--from", "2026-01-01T12:00:10Z", "--to", "2026-01-01T12:00:20Z", "--json");

        Assert.Equal((10, 60), (Number(run, "requests"), run.Json.GetProperty("log").GetProperty("lines").GetInt32()));
    }

    [Fact]
    public async Task Report_FileThatIsNotARequestLog_IsRejectedWithExitCodeTwo()
    {
        var log = Path.Combine(_folder, "passwd");
        await File.WriteAllTextAsync(log, "root:x:0:0\ndaemon:x:1:1\n", TestContext.Current.CancellationToken);

        (await SimulatorRun.RunAsync("report", log)).AssertRejected(
            $"Not a request log: 2 broken lines, the first at {log}:1, and no valid ones.");
    }

    [Theory]
    [InlineData("{\"method\":\"GET\"}\n")]
    [InlineData("{\"time\":\"2026-01-01T12:00:00Z\"}\n")]
    public async Task Report_LogWithNextToNothing_IsStillAReport(string text)
    {
        var log = Path.Combine(_folder, "requests.log");
        await File.WriteAllTextAsync(log, text, TestContext.Current.CancellationToken);

        Assert.All(await WriteAllAsync(log), path => Assert.True(new FileInfo(path).Length > 0, path));
        Assert.Equal(0, (await SimulatorRun.RunAsync("report", log)).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public async Task Report_EmptyLog_IsRejectedWithExitCodeTwo(string text)
    {
        var log = Path.Combine(_folder, "requests.log");
        await File.WriteAllTextAsync(log, text, TestContext.Current.CancellationToken);

        (await SimulatorRun.RunAsync("report", log)).AssertRejected("The logs are empty: no requests.");
    }

    [Fact]
    public async Task Report_Folder_IsRejectedWithExitCodeTwo() =>
        (await SimulatorRun.RunAsync("report", _folder)).AssertRejected($"LOG: '{_folder}' is a directory, not a file.");

    [Fact]
    public async Task Report_OverTime_HasErrorsByClassAndPercentiles()
    {
        int[] statuses = [200, 404, 499, 502];
        var log = Write(
            "requests.log",
            [.. Enumerable.Range(0, 100).Select(i => Line(i / 50, "a", status: statuses[i % 4], milliseconds: i % 50 < 49 ? 4 : 900))]);

        var run = await SimulatorRun.RunAsync("report", log, "--json");

        var bin = run.Json.GetProperty("overTime")[1];
        Assert.Equal(
            (50, 12, 13, 13),
            (bin.GetProperty("requests").GetInt32(), bin.GetProperty("clientErrors").GetInt32(),
                bin.GetProperty("clientsLeft").GetInt32(), bin.GetProperty("serverErrors").GetInt32()));
        Assert.InRange(bin.GetProperty("p50Ms").GetDouble(), 3.8, 4.2);
        Assert.InRange(bin.GetProperty("p99Ms").GetDouble(), 850, 950);
        Assert.False(bin.TryGetProperty("latency", out _));
    }

    [Fact]
    public async Task Report_Head_SaysWhatItIsAndHowItWasMade()
    {
        var log = Write("shop & co.log", [.. Enumerable.Range(0, 100).Select(i => Line(i, "a"))]);
        var (page, text) = (Path.Combine(_folder, "report.html"), Path.Combine(_folder, "report.md"));

        await SimulatorRun.RunAsync("report", log, "--title", "It's <well>", "--cluster", "shop", "--out", page, "--out", text);

        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("<title>It&#39;s &lt;well&gt;</title>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>It&#39;s &lt;well&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Cluster</dt><dd>shop</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Source</dt><dd>shop &amp; co.log</dd>", html, StringComparison.Ordinal);
        Assert.Contains("2026-01-01 12:00:00 to 2026-01-01 12:01:39 UTC (1 min 39 s)", html, StringComparison.Ordinal);
        Assert.Contains(
            $"report &#39;{log.Replace("&", "&amp;", StringComparison.Ordinal)}&#39; --title &#39;It&#39;\\&#39;&#39;s",
            html,
            StringComparison.Ordinal);
        Assert.Contains(
            "- Cluster: shop\n", await File.ReadAllTextAsync(text, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_Weights_AreWhereSharesShouldEnd()
    {
        var log = Write("requests.log", [.. Enumerable.Range(0, 100).Select(i => Line(i, i % 4 == 0 ? "a" : "b"))]);
        var picture = Path.Combine(_folder, "report.svg");

        await SimulatorRun.RunAsync("report", log, "--servers", "a=100,b=200,c=100", "--out", picture);

        string[] texts =
            [.. XDocument.Load(picture).Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value)];
        Assert.Contains("line: expected share by weight", texts);
        Assert.Contains("c", texts);
        (await SimulatorRun.RunAsync("report", log, "--servers", "a=0")).AssertRejected("--servers: 'a': The weight 0 is not allowed");
    }

    [Fact]
    public async Task Report_EveryForm_IsWhatItSays()
    {
        var log = Write(
            "requests.log",
            [.. Enumerable.Range(0, 200).Select(i => Line(i, i % 3 == 0 ? "a" : "b", status: i % 50 == 0 ? 500 : 200, id: "k"))]);

        var files = await WriteAllAsync(log);

        Assert.Equal(PngSignature, (await File.ReadAllBytesAsync(files[1], TestContext.Current.CancellationToken))[..8]);
        Assert.Equal("svg", XDocument.Load(files[2]).Root!.Name.LocalName);
        var csv = await File.ReadAllLinesAsync(files[3], TestContext.Current.CancellationToken);
        Assert.Equal(3, csv.Length);
        Assert.StartsWith("a,67,0.335000,,2,0,0,67000,", csv[1], StringComparison.Ordinal);
        Assert.Contains(
            "| b | 133 | 66.5% |",
            await File.ReadAllTextAsync(files[4], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_HostileNames_AreTextEverywhere()
    {
        const string Name = """</td><script>alert(1)</script>|"=1+1,\u001b[31m\u0000""";
        var log = Write(
            "requests.log",
            [.. Enumerable.Range(0, 10).Select(i => Line(
                i,
                Name.Replace("\"", "\\\"", StringComparison.Ordinal),
                id: Name.Replace("\"", "\\\"", StringComparison.Ordinal))), Line(11, "=cmd()")]);

        var files = await WriteAllAsync(log);

        Assert.DoesNotContain(
            "<script", await File.ReadAllTextAsync(files[0], TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            "<script", await File.ReadAllTextAsync(files[2], TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("svg", XDocument.Load(files[2]).Root!.Name.LocalName);
        Assert.Contains(
            "\n'=cmd(),", await File.ReadAllTextAsync(files[3], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?<!\\)<", await File.ReadAllTextAsync(files[4], TestContext.Current.CancellationToken));
        Assert.DoesNotContain('\u001b', (await SimulatorRun.RunAsync("report", log)).Output);
    }

    [Fact]
    public async Task Report_TwentyThousandMadeUpServers_AreCountedTogetherBeyondAMembership()
    {
        var log = Write("requests.log", [.. Enumerable.Range(0, 20_000).Select(i => Line(0, $"s{i}"))]);

        var run = await SimulatorRun.RunAsync("report", log, "--json");

        Assert.Equal(20_000, Number(run, "requests"));
        var others = Assert.Single(
            run.Json.GetProperty("servers").EnumerateArray(), server => server.GetProperty("id").ValueEquals("(others)"));
        Assert.Equal(20_000 - 16_384, others.GetProperty("requests").GetInt32());
    }

    [Theory]
    [InlineData("Required argument 'LOG' missing", "report")]
    [InlineData("/nowhere/requests.log", "report", "/nowhere/requests.log")]
    [InlineData("The file 'a.pdf' is not allowed: --out must end in .html, .png, .svg, .csv, .md.", "report", "-", "--out", "a.pdf")]
    [InlineData("--out: the directory '/nowhere' does not exist.", "report", "-", "--out", "/nowhere/a.html")]
    [InlineData("The time 'noon' is not allowed: --from must be a date or a time in ISO 8601", "report", "-", "--from", "noon")]
    [InlineData("The log field 'x' is not allowed: --log-key", "report", "-", "--log-key", "x")]
    public async Task Report_BadArguments_IsOneLineAndExitCodeTwo(string named, params string[] args) =>
        (await SimulatorRun.RunAsync(args)).AssertRejected(named);

    private async Task<string[]> WriteAllAsync(string log)
    {
        string[] files = [.. Forms.Select(form => Path.Combine(_folder, $"report.{form}"))];
        var run = await SimulatorRun.RunAsync(["report", log, .. files.SelectMany(file => new[] { "--out", file })]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return files;
    }

    private string Write(string name, string[] lines, bool ended = true)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, string.Join('\n', lines) + (ended ? "\n" : ""));
        return path;
    }

    private string Compress(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    private static string Line(int second, string server, int status = 200, int tries = 1, string id = "1", double milliseconds = 5) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"time":"2026-01-01T12:{{second / 60:00}}:{{second % 60:00}}Z","id":"{{id}}","client":"10.0.0.1","method":"GET","target":"/",
            "server":"{{server}}","reason":"Owner","tries":{{tries}},"status":{{status}},"bytes":1000,"durationMs":{{milliseconds}},
            "gateway":"g"}
            """).ReplaceLineEndings("");

    private static int Number(SimulatorRun run, string property) => run.Json.GetProperty(property).GetInt32();

    private static double Latency(SimulatorRun run, string figure) => run.Json.GetProperty("latencyMs").GetProperty(figure).GetDouble();
}
