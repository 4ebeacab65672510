using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Loading;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Tests.Simulator.Loading;

public sealed class LoadTablesTests
{
    private static readonly LoadResult Result = new(
        "http://localhost/", "closed", Rate: null, Requests: 1_000, Succeeded: 7, Errors: 993, Abandoned: 0, Interrupted: false,
        Seconds: 1.234, PerSecond: 810.4, Bytes: 1_308_500, LatencyMs: new(1, 2, 4.02, 52.94, 167.4, 5_292, 5_292), ServiceMs: null,
        PeakToMean: 1.5, [new("a", 3, 0.25), new(new string('x', 3_000), 9, 0.75)], [new("status 503", 993, "503 from a")]);

    [Fact]
    public void Write_Errors_AreFirstAndCounted()
    {
        var lines = Write(Result);

        Assert.Equal("1,000 requests to http://localhost/: 993 errors (99.3%)", lines[0]);
        Assert.Equal("1.23 s, 810 requests per second (closed loop), 1.31 MB", lines[1]);
        Assert.Contains(lines, line => line.StartsWith("status 503 993 503 from a", StringComparison.Ordinal));
        Assert.Contains("from send time 1.00 2.00 4.02 52.9 167 5,290 5,290", lines);
        Assert.Contains(lines, line => line.StartsWith("Busiest server: xxx", StringComparison.Ordinal) && line.Length < 120);
        Assert.DoesNotContain(lines, line => line.Length > 200);
    }

    [Theory]
    [InlineData(0, "Interrupted.")]
    [InlineData(1, "Interrupted; the outcome of 1 request in flight is unknown.")]
    [InlineData(1_200, "Interrupted; the outcome of 1,200 requests in flight is unknown.")]
    public void Write_Interruption_SaysWhatIsUnknown(long abandoned, string text) =>
        Assert.Contains(text, Write(Result with { Interrupted = true, Abandoned = abandoned }));

    /// <summary>Returns the lines of a pipe, with single spaces.</summary>
    private static string[] Write(LoadResult result)
    {
        using var text = new StringWriter { NewLine = "\n" };
        LoadTables.Write(new TextTables(new SimulatorConsole(Stream.Null, Stream.Null, text, text)), result);
        return [.. text.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }
}
