using LoadBalancer.AppHost.Output;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.AppHost.Output;

public sealed class ConsoleOutputLoggerTests
{
    private readonly RecordedOutput _output = new();

    [Theory]
    [InlineData(LogLevel.Information, false)]
    [InlineData(LogLevel.Warning, true)]
    [InlineData(LogLevel.Error, true)]
    public void Log_OwnMessage_IsPrintedUnchanged(LogLevel level, bool isError)
    {
        Log("LoadBalancer.Aspire.Hosting.Stopping.OrderedStop", level);

        Assert.Equal(["done"], isError ? _output.ErrorLines : _output.Lines);
        Assert.Single(_output.AllLines);
    }

    [Fact]
    public void Log_AspireMessage_NamesItsLevel()
    {
        Log("Aspire.Hosting.DistributedApplication", LogLevel.Error);

        Assert.Equal(["Error: done"], _output.ErrorLines);
    }

    [Fact]
    public void Log_Exception_FollowsTheMessage()
    {
        Log("LoadBalancer.AppHost", LogLevel.Error, new InvalidOperationException("why"));

        var line = Assert.Single(_output.ErrorLines);
        Assert.StartsWith($"done{Environment.NewLine}System.InvalidOperationException: why", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "Error: done why")]
    [InlineData(true, "Error: done\nSystem.InvalidOperationException: why")]
    public void Log_AspireException_HasAStackTraceOnlyIfRequested(bool hasStackTraces, string expected)
    {
        Log("Aspire.Hosting.Dcp.DcpExecutor", LogLevel.Error, new InvalidOperationException("why"), hasStackTraces);

        Assert.Equal([expected], _output.ErrorLines.Select(line => line.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", false, 0)]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", true, 1)]
    [InlineData("Aspire.Hosting.Dcp.DcpExecutor", false, 1)]
    public void Log_HostStoppedDuringStartup_IsNotAnError(string category, bool isVerbose, int messages)
    {
        Log(category, LogLevel.Error, new OperationCanceledException("why"), isVerbose);

        Assert.Equal(messages, _output.AllLines.Count());
    }

    [Fact]
    public void Log_HostThatCannotStart_IsAnError()
    {
        Log("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Error, new InvalidOperationException("why"));

        Assert.Equal(["Error: done why"], _output.ErrorLines);
    }

    [Theory]
    [InlineData("Error streaming logs for gateway.", false, 0)]
    [InlineData("Unexpected error happened when capturing logs for Executable gateway", false, 0)]
    [InlineData("Unexpected error happened when capturing logs for Executable gateway", true, 1)]
    [InlineData("Failed to create container redis", false, 1)]
    public void Log_AspireLosesResourceOutput_IsPrintedOnlyIfVerbose(string message, bool isVerbose, int lines)
    {
        new ConsoleOutputLogger("Aspire.Hosting.Dcp.DcpExecutor", _output, isVerbose).Log(
            LogLevel.Error, eventId: 1, message, exception: null, (state, _) => state);

        Assert.Equal(lines, _output.AllLines.Count());
    }

    [Theory]
    [InlineData(LogLevel.Debug, false)]
    [InlineData(LogLevel.Information, true)]
    public void IsEnabled_AnyCategory_StartsAtInformation(LogLevel level, bool isEnabled)
    {
        Assert.Equal(isEnabled, new ConsoleOutputLogger("LoadBalancer.AppHost", _output, hasStackTraces: false).IsEnabled(level));
    }

    private void Log(string category, LogLevel level, Exception? exception = null, bool hasStackTraces = false) =>
        new ConsoleOutputLogger(category, _output, hasStackTraces).Log(level, eventId: 1, "done", exception, (state, _) => state);
}
