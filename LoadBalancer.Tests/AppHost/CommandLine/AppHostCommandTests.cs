using System.Collections.Immutable;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.CommandLine;

public sealed class AppHostCommandTests
{
    [Fact]
    public void Interpret_NoArguments_AcceptsTheDefaults()
    {
        Assert.Equal(new TopologyOptions { Backends = 3, Gateways = 1, GatewayPort = 80, DashboardPort = 59987, Redis = null }, Accept());
    }

    [Fact]
    public void Interpret_EveryArgument_AcceptsTheValues()
    {
        var options = Accept(
            "--backends", "5", "--gateways=2", "--gateway-port", "8080", "--dashboard-port", "9000", "--redis", "!/run/redis.sock,password=x");

        Assert.Equal(
            new TopologyOptions { Backends = 5, Gateways = 2, GatewayPort = 8080, DashboardPort = 9000, Redis = "!/run/redis.sock,password=x" },
            options);
    }

    [Theory]
    [InlineData("--backends", "1")]
    [InlineData("--backends", "1000")]
    [InlineData("--gateways", "1")]
    [InlineData("--gateways", "100")]
    [InlineData("--gateway-port", "1")]
    [InlineData("--gateway-port", "65535")]
    [InlineData("--dashboard-port", "1")]
    [InlineData("--dashboard-port", "65535")]
    public void Interpret_ValueAtTheEdgeOfItsRange_IsAccepted(string name, string value)
    {
        Accept(name, value);
    }

    [Theory]
    [InlineData("--backends", "0", "1 to 1000")]
    [InlineData("--backends", "1001", "1 to 1000")]
    [InlineData("--backends", "-3", "1 to 1000")]
    [InlineData("--backends", "three", "1 to 1000")]
    [InlineData("--backends", "3.0", "1 to 1000")]
    [InlineData("--backends", "99999999999", "1 to 1000")]
    [InlineData("--gateways", "0", "1 to 100")]
    [InlineData("--gateways", "101", "1 to 100")]
    [InlineData("--gateway-port", "0", "1 to 65535")]
    [InlineData("--gateway-port", "65536", "1 to 65535")]
    [InlineData("--dashboard-port", "0", "1 to 65535")]
    [InlineData("--dashboard-port", "65536", "1 to 65535")]
    [InlineData("--redis", ",", "connection string")]
    [InlineData("--redis", "--backends", "connection string")]
    [InlineData("--redis", "host:1,bogus=1", "connection string")]
    public void Interpret_ValueNotAllowed_NamesArgumentValueAndWhatIsAllowed(string name, string value, string allowed)
    {
        var problem = Assert.Single(Refuse(name, value));

        Assert.StartsWith($"{name} is '{value}'", problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("--backends")]
    [InlineData("--redis")]
    public void Interpret_ValueMissing_SaysSo(string name)
    {
        Assert.StartsWith($"{name} has no value; allowed is ", Assert.Single(Refuse(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_ArgumentGivenTwice_NamesBothValues()
    {
        Assert.StartsWith(
            "--backends is given 2 times ('1', '2')", Assert.Single(Refuse("--backends", "1", "--backends", "2")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--servers")]
    [InlineData("servers")]
    [InlineData("-x")]
    [InlineData("@file")]
    public void Interpret_UnknownArgument_NamesItAndThoseThatExist(string argument)
    {
        var problem = Assert.Single(Refuse(argument));

        Assert.StartsWith($"Unknown argument '{argument}'", problem, StringComparison.Ordinal);
        Assert.Contains("--backends, --gateways, --gateway-port, --dashboard-port, --redis", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_SeveralProblems_TellsEachOnItsOwnLine()
    {
        Assert.Equal(3, Refuse("--backends", "0", "--gateways", "x", "--bogus").Length);
    }

    [Fact]
    public void Interpret_MalformedRedis_KeepsThePasswordSecret()
    {
        Assert.DoesNotContain("hush", Assert.Single(Refuse("--redis", "host:1,password=hush,bogus=1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_LastGatewayOnTheLastPort_IsAccepted()
    {
        Accept("--gateway-port", "65486", "--gateways", "50");
    }

    [Fact]
    public void Interpret_LastGatewayBeyondTheLastPort_NamesTheHighestFirstPort()
    {
        var problem = Assert.Single(Refuse("--gateway-port", "65487", "--gateways", "50"));

        Assert.StartsWith("--gateway-port is '65487' with 50 gateways", problem, StringComparison.Ordinal);
        Assert.Contains("at most 65486", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public void Interpret_Question_IsAnsweredAndStartsNothing(string argument)
    {
        Assert.IsType<CommandLineOutcome.Answered>(AppHostCommand.Interpret([argument]));
    }

    private static TopologyOptions Accept(params string[] arguments) =>
        Assert.IsType<CommandLineOutcome.Accepted>(AppHostCommand.Interpret(arguments)).Options;

    private static ImmutableArray<string> Refuse(params string[] arguments) =>
        Assert.IsType<CommandLineOutcome.Refused>(AppHostCommand.Interpret(arguments)).Problems;
}
