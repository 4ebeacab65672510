using System.Collections.Immutable;
using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.Tests.AppHost.CommandLine;

/// <summary>Tests the values that <c>--redis</c> accepts and the parts of them that are never shown.</summary>
public sealed class RedisOptionTests
{
    [Theory]
    [InlineData(",")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-h")]
    [InlineData("host:99999")]
    [InlineData("host:1,connectTimeout=soon")]
    [InlineData("host:1,bogus=1")]
    [InlineData("host:1,password=hush,hush")]
    [InlineData("http://user:hush@host:1")]
    [InlineData("redis://:hu%sh@host:1")]
    [InlineData("redis://:hush@host:hush")]
    public void Interpret_InvalidConnectionString_NamesTheAllowedFormatWithoutTheValue(string value)
    {
        var problem = Assert.Single(Reject("--redis", value));

        Assert.StartsWith("--redis ", problem, StringComparison.Ordinal);
        Assert.Contains("it must be a connection string such as HOST:PORT", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("bogus", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://:p%2Ck@host:6379/1")]
    [InlineData("rediss://host")]
    [InlineData("redis://user@host")]
    public void Interpret_Url_IsAcceptedUnchanged(string value)
    {
        Assert.Equal(value, Assert.IsType<CommandLineOutcome.Accepted>(AppHostCommand.Interpret(["--redis", value])).Options.Redis);
    }

    [Fact]
    public void Interpret_UnquotedSpace_DoesNotShowTheRest()
    {
        Assert.DoesNotContain("hush", string.Join('\n', Reject("--redis", "host:1,password=a", "hush")), StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_GivenTwice_ShowsNeither()
    {
        var problem = Assert.Single(Reject("--redis", "redis://:hush@host", "--redis", "host:1,password=hush"));

        Assert.StartsWith("--redis is given 2 times; it must be given once", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    private static ImmutableArray<string> Reject(params string[] arguments) =>
        Assert.IsType<CommandLineOutcome.Invalid>(AppHostCommand.Interpret(arguments)).Problems;
}
