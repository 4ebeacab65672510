using System.Text;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Tests.Simulator.RequestLog;

public sealed class RequestLogParserTests
{
    private static readonly string Whole = """
        {"time":"2026-01-01T12:00:00.123Z","id":"42","client":"10.0.0.1","method":"GET","target":"/a?b","server":"backend-1",
        "reason":"Owner","tries":1,"status":200,"bytes":1024,"durationMs":12.345,"gateway":"gateway-1"}
        """.ReplaceLineEndings("");

    [Fact]
    public void Parse_WholeLine_HasEveryField() => Assert.Equal(
        new RequestLogEntry
        {
            Time = new(2026, 1, 1, 12, 0, 0, 123, TimeSpan.Zero),
            Id = "42",
            Client = "10.0.0.1",
            Method = "GET",
            Target = "/a?b",
            Server = "backend-1",
            Reason = "Owner",
            Tries = 1,
            Status = 200,
            Bytes = 1_024,
            DurationMs = 12.345,
            Gateway = "gateway-1",
        },
        Parse(Whole));

    [Theory]
    [InlineData("""{"status":200}""")]
    [InlineData("""{"future":{"deep":[1,{"x":2}]},"status":200}""")]
    [InlineData("""  { "status" : 200 , "id" : null }  """)]
    [InlineData("""{"status":500,"status":200}""")]
    public void Parse_OtherFieldsOrNone_AreSkipped(string line) => Assert.Equal(new RequestLogEntry { Status = 200 }, Parse(line));

    [Theory]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-01T12:00:00.0000000+00:00")]
    [InlineData("2026-01-01T12:00:00.1234567Z", "2026-01-01T12:00:00.1234567+00:00")]
    [InlineData("2026-01-01T14:00:00+02:00", "2026-01-01T14:00:00.0000000+02:00")]
    public void Parse_Time_IsIso8601(string text, string time) =>
        Assert.Equal(time, Parse($$"""{"time":"{{text}}"}""")!.Time!.Value.ToString("O"));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"other":1}""")]
    [InlineData("""{"status":200""")]
    [InlineData("""{"status":200}{"status":200}""")]
    [InlineData("""{"status":200} trailing""")]
    [InlineData("""{"status":"200"}""")]
    [InlineData("""{"status":99}""")]
    [InlineData("""{"status":2e99}""")]
    [InlineData("""{"tries":-1}""")]
    [InlineData("""{"bytes":-1}""")]
    [InlineData("""{"bytes":99999999999999999999}""")]
    [InlineData("""{"durationMs":-0.1}""")]
    [InlineData("""{"durationMs":1e300}""")]
    [InlineData("""{"time":"yesterday"}""")]
    [InlineData("""{"time":5}""")]
    [InlineData("""{"server":["a"]}""")]
    [InlineData("""{"server":"\ud800"}""")]
    [InlineData("""{"x":[[[[[[[[[[1]]]]]]]]]],"status":200}""")]
    [InlineData("\0\0\0\0")]
    public void Parse_BrokenLine_IsNone(string line) => Assert.Null(Parse(line));

    [Fact]
    public void Parse_EscapedNames_AreTheSameNames() => Assert.Equal("a", Parse("""{"\u0073erver":"\u0061"}""")!.Server);

    [Fact]
    public void Parse_ServersAgainAndAgain_AreOneString()
    {
        var parser = new RequestLogParser();

        Assert.Same(parser.Parse(Encoding.UTF8.GetBytes(Whole))!.Server, parser.Parse(Encoding.UTF8.GetBytes(Whole))!.Server);
    }

    private static RequestLogEntry? Parse(string line) => new RequestLogParser().Parse(Encoding.UTF8.GetBytes(line));
}
