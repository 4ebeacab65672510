using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Tests.Simulator.Output;

public sealed class TextTablesTests
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
}
