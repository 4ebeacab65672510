using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.Output;

namespace LoadBalancer.Tests.AppHost.Output;

public sealed class ResourceLineTests
{
    [Theory]
    [InlineData("2026-01-31T12:34:56.7890000Z hello", "hello")]
    [InlineData("2026-01-31T12:34:56Z hello", "hello")]
    [InlineData("2026-01-31T12:34:56.789 hello", "hello")]
    [InlineData("2026-01-31T12:34:56.7890000Z", "2026-01-31T12:34:56.7890000Z")]
    [InlineData("at 2026-01-31T12:34:56.7890000Z hello", "at 2026-01-31T12:34:56.7890000Z hello")]
    [InlineData("2026-01-31T12:34:56.7890000Z 2026-01-31T12:34:56.7890000Z hello", "2026-01-31T12:34:56.7890000Z hello")]
    [InlineData("hello", "hello")]
    [InlineData("", "")]
    public void Parse_AnyLine_RemovesAspiresTimestamp(string line, string text)
    {
        Assert.Equal(new ResourceLine(text, IsError: false, Category: null), Parse(line));
    }

    [Fact]
    public void Parse_ColoredLine_RemovesTheColors()
    {
        Assert.Equal(
            new ResourceLine("warn: Gateway[1] slow", IsError: true, "Gateway"),
            Parse("2026-01-31T12:34:56.7890000Z \e[40m\e[1m\e[33mwarn\e[39m\e[22m\e[49m: Gateway[1] slow\e[0m"));
    }

    [Theory]
    [InlineData("warn: Gateway[1] slow", true)]
    [InlineData("fail: Gateway[1] broken", true)]
    [InlineData("crit: Gateway[1] lost", true)]
    [InlineData("12:34:56.789 warn: Gateway[1] slow", true)]
    [InlineData("warn: of no category", true)]
    [InlineData("2026-01-31T12:34:56.7890000Z 12:34:56.789 fail: Gateway[1] broken", true)]
    [InlineData("info: Gateway[1] fine", false)]
    [InlineData("dbug: Gateway[1] detail", false)]
    [InlineData("trce: Gateway[1] detail", false)]
    [InlineData("12:34:56.789 info: Gateway[1] fine", false)]
    [InlineData("info: Gateway[1] the last line was warn: slow", false)]
    [InlineData("warning: not a level of .NET's console", false)]
    [InlineData("warn:no space", false)]
    public void Parse_StandardOutputLine_IsAnErrorFromWarningUp(string line, bool isError)
    {
        Assert.Equal(isError, Parse(line).IsError);
    }

    [Theory]
    [InlineData("info: LoadBalancer.Gateway[1] fine", "LoadBalancer.Gateway")]
    [InlineData("12:34:56.789 warn: Gateway[1] slow", "Gateway")]
    [InlineData("warn: of no category [1]", null)]
    [InlineData("Gateway[1] of no level", null)]
    public void Parse_DotnetConsoleLine_HasItsCategory(string line, string? category) => Assert.Equal(category, Parse(line).Category);

    [Theory]
    [InlineData("error: STORE_PORT is 'x'")]
    [InlineData("info: harmless")]
    public void Parse_StandardErrorLine_IsAnError(string line)
    {
        Assert.Equal((line, true), (Parse(line, isErrorMessage: true).Text, Parse(line, isErrorMessage: true).IsError));
    }

    private static ResourceLine Parse(string content, bool isErrorMessage = false) =>
        ResourceLine.Parse(new LogLine(1, content, isErrorMessage));
}
