using System.Collections.Immutable;
using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.Tests.AppHost.CommandLine;

public sealed class AppHostCommandTests
{
    [Fact]
    public void Interpret_NoArguments_AcceptsTheDefaults()
    {
        Assert.Equal(
            new AppHostOptions
            {
                Backends = 3,
                MaxBackends = 10,
                Gateways = 1,
                GatewayPort = 80,
                DashboardPort = 59987,
                Redis = null,
                Store = null,
                RedisVolume = null,
                Containers = false,
                BackendImage = null,
                ContainerEngine = null,
                Verbose = false,
            },
            Accept());
    }

    [Fact]
    public void Interpret_EveryArgument_AcceptsTheValues()
    {
        var options = Accept(
            "--backends", "5", "--gateways=2", "--gateway-port", "8080", "--dashboard-port", "9000", "--redis",
            "!/run/redis.sock,password=x");

        Assert.Equal(
            new AppHostOptions
            {
                Backends = 5,
                Gateways = 2,
                GatewayPort = 8080,
                DashboardPort = 9000,
                Redis = "!/run/redis.sock,password=x",
            },
            options);
    }

    [Fact]
    public void Interpret_EveryStoreAndServerArgument_AcceptsTheValues()
    {
        var options = Accept(
            "--max-backends", "20", "--store", "container", "--redis-volume", "loadbalancer.data-1",
            "--backend-image", "registry:5000/backend:1.2", "--verbose");

        Assert.Equal(
            new AppHostOptions
            {
                MaxBackends = 20,
                Store = StoreKind.Container,
                RedisVolume = "loadbalancer.data-1",
                BackendImage = "registry:5000/backend:1.2",
                Verbose = true,
            },
            options);
    }

    [Fact]
    public void Interpret_Containers_HasContainerServers()
    {
        Assert.True(Accept("--containers").HasContainerServers);
        Assert.True(Accept("--backend-image", "backend").HasContainerServers);
        Assert.False(Accept().HasContainerServers);
    }

    [Theory]
    [InlineData("1", 10)]
    [InlineData("10", 10)]
    [InlineData("11", 11)]
    [InlineData("1000", 1000)]
    public void Interpret_MaxBackendsNotGiven_IsTenOrTheInitialCountIfHigher(string backends, int most)
    {
        Assert.Equal(most, Accept("--backends", backends).MaxBackends);
    }

    [Fact]
    public void Interpret_MaxBackendsEqualToTheInitialCount_IsAccepted()
    {
        Assert.Equal(4, Accept("--backends", "4", "--max-backends", "4").MaxBackends);
    }

    [Theory]
    [InlineData("--backends", "1")]
    [InlineData("--backends", "1000")]
    [InlineData("--max-backends", "3")]
    [InlineData("--max-backends", "1000")]
    [InlineData("--store", "embedded")]
    [InlineData("--store", "container")]
    [InlineData("--redis-volume", "a")]
    [InlineData("--redis-volume", "0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("--backend-image", "backend")]
    [InlineData("--backend-image", "host.example:5000/team/backend@sha256:0123")]
    [InlineData("--gateways", "1")]
    [InlineData("--gateways", "100")]
    [InlineData("--gateway-port", "1")]
    [InlineData("--gateway-port", "65535")]
    [InlineData("--dashboard-port", "1")]
    [InlineData("--dashboard-port", "65535")]
    public void Interpret_ValueAtTheLimitOfItsRange_IsAccepted(string name, string value)
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
    [InlineData("--max-backends", "0", "1 to 1000")]
    [InlineData("--max-backends", "1001", "1 to 1000")]
    [InlineData("--max-backends", "many", "1 to 1000")]
    [InlineData("--store", "redis", "embedded or container")]
    [InlineData("--store", "Container", "embedded or container")]
    [InlineData("--store", "", "embedded or container")]
    [InlineData("--redis-volume", "", "a volume name of")]
    [InlineData("--redis-volume", "-v", "a volume name of")]
    [InlineData("--redis-volume", "../data", "a volume name of")]
    [InlineData("--redis-volume", "/data", "a volume name of")]
    [InlineData("--redis-volume", "données", "a volume name of")]
    [InlineData("--redis-volume", "01234567890123456789012345678901234567890123456789012345678901234", "a volume name of")]
    [InlineData("--backend-image", "", "an image name such as")]
    [InlineData("--backend-image", "Backend", "an image name such as")]
    [InlineData("--backend-image", "-backend", "an image name such as")]
    [InlineData("--backend-image", "back end", "an image name such as")]
    public void Interpret_ValueNotAllowed_NamesArgumentValueAndAllowedRange(string name, string value, string allowed)
    {
        var problem = Assert.Single(Reject(name, value));

        Assert.StartsWith($"{name} is '{value}'", problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
        Assert.DoesNotContain("Parameter", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--redis", "--backends", "3")]
    [InlineData("--redis", "--redis=host:1")]
    [InlineData("--backends", "--redis", "host:1")]
    [InlineData("--store", "--verbose")]
    [InlineData("--backend-image", "--gateways=2")]
    public void Interpret_ValueMissingBeforeTheNextArgument_ReportsOnlyThat(string name, params string[] next)
    {
        Assert.StartsWith($"{name} requires a value: ", Assert.Single(Reject([name, .. next])), StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_ValueMissingAndAnotherNotAllowed_ReportsEachOnItsOwnLine()
    {
        Assert.Equal(
            ["--redis requires", "--backends is"],
            Reject("--redis", "--backends", "0").Select(problem => string.Join(' ', problem.Split(' ')[..2])));
    }

    [Theory]
    [InlineData("--backends")]
    [InlineData("--redis")]
    [InlineData("--max-backends")]
    [InlineData("--store")]
    [InlineData("--redis-volume")]
    [InlineData("--backend-image")]
    public void Interpret_ValueMissing_ReportsIt(string name)
    {
        Assert.StartsWith($"{name} requires a value: ", Assert.Single(Reject(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_ArgumentGivenTwice_NamesBothValues()
    {
        Assert.StartsWith(
            "--backends is given 2 "
            + "times ('1', '2')", Assert.Single(Reject("--backends", "1", "--backends", "2")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--servers")]
    [InlineData("servers")]
    [InlineData("-x")]
    [InlineData("@file")]
    public void Interpret_UnknownArgument_NamesItAndTheKnownOnes(string argument)
    {
        var problem = Assert.Single(Reject(argument));

        Assert.StartsWith($"Unknown argument '{argument}'", problem, StringComparison.Ordinal);
        Assert.Contains(
            "--backends, --max-backends, --gateways, --gateway-port, --dashboard-port, --redis, --store, --redis-volume, --containers, "
            + "--backend-image, --verbose",
            problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "--backend", "3" }, "Unknown argument '--backend' (did you mean --backends?). Known arguments: --")]
    [InlineData(
        new[] { "--gatewayport=81" }, "Unknown argument '--gatewayport=81' (did you mean --gateway-port?). Known arguments: --")]
    [InlineData(new[] { "--servers", "3" }, "Unknown argument '--servers'. Known arguments: --")]
    public void Interpret_MisspelledArgument_IsOneProblemWithASuggestion(string[] arguments, string problem)
    {
        Assert.StartsWith(problem, Assert.Single(Reject(arguments)), StringComparison.Ordinal);
    }

    [Fact]
    public void Interpret_SeveralProblems_ReportsEachOnItsOwnLine()
    {
        Assert.Equal(3, Reject("--backends", "0", "--gateways", "x", "--bogus").Length);
    }

    [Fact]
    public void Interpret_LastGatewayOnTheLastPort_IsAccepted()
    {
        Accept("--gateway-port", "65486", "--gateways", "50");
    }

    [Fact]
    public void Interpret_LastGatewayBeyondTheLastPort_NamesTheHighestFirstPort()
    {
        var problem = Assert.Single(Reject("--gateway-port", "65487", "--gateways", "50"));

        Assert.StartsWith("--gateway-port is '65487' with 50 gateways", problem, StringComparison.Ordinal);
        Assert.Contains("at most 65486", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--dashboard-port is '8080', a gateway's port; it must be a port other than 8080.",
        "--gateway-port",
        "8080",
        "--dashboard-port",
        "8080")]
    [InlineData(
        "--dashboard-port is '82', a gateway's port; it must be a port other than 80 to 82.",
        "--gateways",
        "3",
        "--dashboard-port",
        "82")]
    [InlineData(
        "--dashboard-port is '59987', a gateway's port; it must be a port other than 59986 to 59987.",
        "--gateways",
        "2",
        "--gateway-port",
        "59986")]
    public void Interpret_DashboardOnAGatewayPort_NamesTheReservedPorts(string problem, params string[] arguments)
    {
        Assert.Equal([problem], Reject(arguments));
    }

    [Theory]
    [InlineData("79")]
    [InlineData("83")]
    public void Interpret_DashboardNextToTheGatewayPorts_IsAccepted(string port)
    {
        Accept("--gateways", "3", "--dashboard-port", port);
    }

    [Fact]
    public void Interpret_MaxBackendsBelowTheInitialCount_NamesBothAndTheAllowedRange()
    {
        Assert.Equal(
            ["--max-backends is '4' with 5 servers to start; it must be 5 to 1000."], Reject("--backends", "5", "--max-backends", "4"));
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("container")]
    public void Interpret_StoreAndRedis_AreMutuallyExclusive(string store)
    {
        Assert.Equal(
            ["--store and --redis cannot be combined; use only one: a store to start, or one that is already running."],
            Reject("--store", store, "--redis", "host:6379"));
    }

    [Theory]
    [InlineData("--store", "embedded")]
    [InlineData("--redis", "host:6379")]
    public void Interpret_VolumeWithoutAContainerStore_NamesTheVolumeAndTheAllowedStore(string name, string value)
    {
        Assert.Equal(
            ["--redis-volume 'data' requires --store container."],
            Reject("--redis-volume", "data", name, value));
    }

    [Fact]
    public void Interpret_VolumeAlone_IsAccepted()
    {
        Assert.Equal("data", Accept("--redis-volume", "data").RedisVolume);
    }

    [Fact]
    public void Interpret_ContainersAndBackendImage_AreMutuallyExclusive()
    {
        Assert.Equal(
            ["--containers and --backend-image 'backend:1' cannot be combined; use only one."],
            Reject("--containers", "--backend-image", "backend:1"));
    }

    [Fact]
    public void Interpret_SeveralContradictions_ReportsEachOnItsOwnLine()
    {
        Assert.Equal(
            ["--gateway-port", "--max-backends", "--store", "--redis-volume", "--containers"],
            Reject(
                "--gateway-port", "65535", "--gateways", "2", "--backends", "5", "--max-backends", "4", "--store", "embedded", "--redis",
                "host:6379",
                "--redis-volume", "data", "--containers", "--backend-image", "backend").Select(problem => problem.Split(' ')[0]));
    }

    [Fact]
    public void Interpret_StoreGivenTwice_NamesBothValues()
    {
        Assert.Equal(
            ["--store is given 2 times ('embedded', 'container'); it must be given once, with embedded or container."],
            Reject("--store", "embedded", "--store", "container"));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public void Interpret_HelpOrVersion_PrintsItAndStartsNothing(string argument)
    {
        Assert.IsType<CommandLineOutcome.HelpOrVersion>(AppHostCommand.Interpret([argument]));
    }

    private static AppHostOptions Accept(params string[] arguments) =>
        Assert.IsType<CommandLineOutcome.Accepted>(AppHostCommand.Interpret(arguments)).Options;

    private static ImmutableArray<string> Reject(params string[] arguments) =>
        Assert.IsType<CommandLineOutcome.Invalid>(AppHostCommand.Interpret(arguments)).Problems;
}
