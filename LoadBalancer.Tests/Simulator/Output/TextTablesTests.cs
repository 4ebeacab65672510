using System.Text.RegularExpressions;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Tests.Simulator.Output;

public sealed partial class TextTablesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Table_WithShares_HasBarsOnATerminalOnly(bool isTerminal)
    {
        using var text = new StringWriter { NewLine = "\n" };

        new TextTables(new SimulatorConsole(Stream.Null, Stream.Null, text, text, IsTerminal: isTerminal)).Table(
            ["server", ">share"], [["a", "75%"], ["b", "25%"]], isBad: (row, _) => row[0] == "a", shares: [0.75, 0.25]);

        Assert.Equal(isTerminal, text.ToString().AsSpan().ContainsAny('█', '#'));
        Assert.Contains("75%", text.ToString(), StringComparison.Ordinal);
        Assert.True(isTerminal || !text.ToString().Contains('\u001b', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Table_OnATerminalOfAnyWidth_HasEveryNumberInOnePiece(int width)
    {
        string[] numbers = ["1,234,567", "33.3%", "12,345", "678", "1,310", "4.02", "52.9", "5,290"];

        var lines = Draw(
            width,
            ["server", ">requests", ">share", ">5xx", ">not to owner", ">response MB", ">p50 ms", ">p99 ms", ">max ms"],
            [["backend-1", .. numbers], [new string('x', 64), .. numbers]]);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.All(numbers, number => Assert.Equal(2, lines.Count(line => line.Split(' ', '│', '|').Contains(number))));
        Assert.Contains(lines, line => line.Contains("backend-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Table_WithATextOnANarrowTerminal_BreaksTheTextOnly()
    {
        var lines = Draw(
            60, ["error", ">requests", "example"], [["status 503", "1,234,567", string.Join(' ', Enumerable.Repeat("words", 30))]]);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 60));
        Assert.Single(lines, line => line.Contains("1,234,567", StringComparison.Ordinal));
        Assert.Equal(30, lines.Sum(line => line.Split(' ').Count(word => word == "words")));
    }

    [Fact]
    public void Table_InAPipe_IsOneLineForEachRow()
    {
        using var text = new StringWriter { NewLine = "\n" };

        new TextTables(new SimulatorConsole(Stream.Null, Stream.Null, text, text)).Table(
            ["server", ">requests", "example"], [["a", "1", new string('x', 3_000)]]);

        Assert.Equal(2, text.ToString().TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Table_WithoutHeadings_HasNoEmptyLine()
    {
        using var text = new StringWriter { NewLine = "\n" };

        new TextTables(new SimulatorConsole(Stream.Null, Stream.Null, text, text)).Table(["", ">"], [["requests", "1"]]);

        Assert.Equal("requests 1", text.ToString().Trim('\n').Trim());
    }

    private static string[] Draw(int width, string[] heads, string[][] rows)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new TextTables(new SimulatorConsole(Stream.Null, Stream.Null, text, text, IsTerminal: true) { Width = width }).Table(heads, rows);
        return Style().Replace(text.ToString(), "").TrimEnd('\n').Split('\n');
    }

    [GeneratedRegex(@"\e\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Style();
}
