using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>A process that cannot start reports the reason in plain lines and leaves nothing running.</summary>
public sealed class BadInputTests
{
    private const int EnvironmentFault = 1;
    private const int SettingFault = 2;
    private static readonly (string, string) Url = ("ASPNETCORE_URLS", "http://127.0.0.1:0");

    [Fact]
    public async Task AppHost_InvalidArguments_ExitsWith2AndPrintsALineForEach()
    {
        await using var appHost = RunningProgram.Start(Programs.AppHost, ["--backends", "0", "--gateway-port", "x", "--nonsense"]);

        await AssertEndsAsync(
            appHost, SettingFault, ["'--nonsense'"], ["--backends", "'0'", "from 1 to 1000"], ["--gateway-port", "'x'", "from 1 to 65535"]);
        Assert.Empty(appHost.Lines);
    }

    [Theory]
    [InlineData("--help", "Usage: ")]
    [InlineData("--version", "0.1.0")]
    public async Task Programs_HelpOrVersionArgument_PrintItAndExitWith0(string argument, string beginning)
    {
        string[] programs = [Programs.Gateway, Programs.Backend, Programs.Dashboard, Programs.Store];
        foreach (var name in programs)
        {
            await using var program = RunningProgram.Start(name, [argument]);

            Assert.Equal(0, await program.ExitCodeAsync());
            Assert.StartsWith(beginning, program.Lines[0], StringComparison.Ordinal);
            Assert.Empty(program.ErrorLines);
        }
    }

    [Fact]
    public async Task AppHost_UnknownSection_ExitsWith2AndNamesIt()
    {
        await using var appHost = RunningProgram.Start(Programs.AppHost, ["--Gatway:HashKey=header:X"]);

        await AssertEndsAsync(appHost, SettingFault, ["Unknown section 'Gatway' in --Gatway:HashKey", "Gateway"]);
    }

    [Fact]
    public async Task AppHost_PortInUse_ExitsWith1AndNamesThePort()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var appHost = RunningProgram.Start(Programs.AppHost, ["--gateway-port", port], FreeUrl());

        await AssertEndsAsync(appHost, EnvironmentFault, [port, "in use", "--gateway-port"]);
        Assert.Empty(appHost.Lines);
    }

    [Fact]
    public async Task AppHost_DashboardPortInUse_ExitsWith1AndNamesThePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var appHost = RunningProgram.Start(
            Programs.AppHost, ["--gateway-port", PortText(), "--dashboard-port", port], FreeUrl());

        await AssertEndsAsync(appHost, EnvironmentFault, [port, "in use", "--dashboard-port"]);
        Assert.Empty(appHost.Lines);
    }

    [Fact]
    public async Task AppHost_InvalidRegistrySetting_ExitsWith2AndNamesIt()
    {
        await using var appHost = RunningProgram.Start(
            Programs.AppHost, ["--gateway-port", PortText(), "--dashboard-port", PortText(), "--store", "embedded"],
            ("Registry__Cluster", "a b"), FreeUrl());

        Assert.Equal(SettingFault, await appHost.ExitCodeAsync());
        Assert.Single(
            appHost.ErrorLines,
            line => line.Contains("Registry:Cluster", StringComparison.Ordinal) && line.Contains("'a b'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AppHost_RedisUnreachable_ExitsWith1AndNamesItWithoutItsPassword()
    {
        using var dead = new DeadPort();
        var connection = $"{new Uri(dead.Url).Authority},password=secret";

        await using var appHost = RunningProgram.Start(
            Programs.AppHost, ["--gateway-port", PortText(), "--dashboard-port", PortText(), "--redis", connection], FreeUrl());

        await AssertEndsAsync(appHost, EnvironmentFault, ["--redis", new Uri(dead.Url).Authority, "cannot be reached"]);
        Assert.DoesNotContain(appHost.Lines.Concat(appHost.ErrorLines), line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AppHost_ClusterOfAnotherAppHost_ExitsWith1AndNamesTheOtherAndTheRemedy()
    {
        var port = FreePorts.Find();
        await using var redis = await RedisProcess.StartAsync(["--port", port.ToString(CultureInfo.InvariantCulture)], port);
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");
        using var reporting = new CancellationTokenSource();
        var reports = ReportAsync(RedisRegistryFactory.Replicas(connection, "default"), reporting.Token);

        await using var appHost = RunningProgram.Start(
            Programs.AppHost, ["--gateway-port", PortText(), "--dashboard-port", PortText(), "--redis", $"127.0.0.1:{port}"], FreeUrl());

        await AssertEndsAsync(appHost, EnvironmentFault, ["--redis", "host-2/12", "cluster 'default'", "--Registry:Cluster=NAME"]);
        await reporting.CancelAsync();
        await reports;
    }

    [Fact]
    public async Task AppHost_TwoStartedAtOnce_OneRunsAndTheOtherReportsThePortInUse()
    {
        string[] arguments = ["--gateway-port", PortText(), "--dashboard-port", PortText(), "--store", "embedded"];
        await using var first = RunningProgram.Start(Programs.AppHost, arguments, FreeUrl());
        await using var second = RunningProgram.Start(Programs.AppHost, arguments, FreeUrl());

        await first.UntilAsync("one of them has ended", () => Task.FromResult(first.HasEnded || second.HasEnded), TimeSpan.FromSeconds(60));
        var (refused, running) = first.HasEnded ? (first, second) : (second, first);

        await AssertEndsAsync(refused, EnvironmentFault, [arguments[1], "--gateway-port"]);
        await running.LineAsync(line => line.StartsWith("Ready: ", StringComparison.Ordinal), "the other one is ready");
        running.Terminate();
        Assert.Equal((0, 0), (await running.ExitCodeAsync(), running.ErrorLines.Count));
    }

    [Fact]
    public async Task AppHost_AspireDashboardPortInUse_ExitsWith1AndNamesThePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        await using var appHost = RunningProgram.Start(
            Programs.AppHost, ["--gateway-port", PortText(), "--dashboard-port", PortText()],
            ("ASPNETCORE_URLS", $"http://localhost:{port}"));

        await AssertEndsAsync(appHost, EnvironmentFault, [port, "in use", "ASPNETCORE_URLS"]);
    }

    [Theory]
    [InlineData("--containers")]
    [InlineData("--backend-image", "loadbalancer/backend:latest")]
    [InlineData("--store", "container")]
    [InlineData("--redis-volume", "data")]
    public async Task AppHost_ContainersWithoutAnEngine_ExitsWith1AndNamesTheArgumentThatNeedsOne(params string[] arguments)
    {
        await using var appHost = RunningProgram.Start(
            Programs.AppHost, ["--gateway-port", PortText(), "--dashboard-port", PortText(), .. arguments], FreeUrl(),
            ("DOCKER_HOST", "tcp://127.0.0.1:1"), ("ASPIRE_CONTAINER_RUNTIME", "docker"));

        await AssertEndsAsync(appHost, EnvironmentFault, [arguments[0], "container engine"]);
    }

    [Fact]
    public async Task AppHost_MaximumBelowServerCount_ExitsWith2AndNamesBoth()
    {
        await using var appHost = RunningProgram.Start(Programs.AppHost, ["--backends", "5", "--max-backends", "4"]);

        await AssertEndsAsync(appHost, SettingFault, ["--max-backends", "'4'", "5 servers"]);
    }

    [Fact]
    public async Task AppHost_InvalidGatewaySetting_ExitsWith2AndReportsItOnce()
    {
        await using var appHost = RunningProgram.Start(
            Programs.AppHost,
            ["--gateway-port", PortText(), "--dashboard-port", PortText(), "--gateways", "1", "--store", "embedded"],
            ("Gateway__Algorithm", "Rnig"),
            FreeUrl());

        Assert.Equal(SettingFault, await appHost.ExitCodeAsync());
        Assert.Single(
            appHost.ErrorLines,
            line => line.Contains("Gateway:Algorithm", StringComparison.Ordinal) && line.Contains("'Rnig'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_ValuesOutOfRange_ExitsWith2AndPrintsALineForEach()
    {
        await using var gateway = StartGateway(
            ("Gateway__Id", "a b"),
            ("Gateway__HashKey__0", "nonsense"),
            ("Gateway__ConnectTimeout", "00:02:00"),
            ("Registry__PollInterval", "00:00:00"));

        await AssertEndsAsync(
            gateway,
            SettingFault,
            ["Registry:PollInterval", "00:00:00", "00:00:00.1000000 to 00:01:00"],
            ["Gateway:Id", "'a b'", "1 to 64"],
            ["Gateway:ConnectTimeout", "00:02:00", "00:00:00.0100000 to 00:01:00"],
            ["Gateway:HashKey:0", "'nonsense'", "header:NAME"]);
    }

    [Fact]
    public async Task Gateway_InvalidTypesUnknownKeysAndValuesOutOfRange_ExitsWith2AndPrintsALineForEach()
    {
        await using var gateway = StartGateway(
            ("Gateway__Algorithm", "Rnig"), ("Gateway__CountInterval", "soon"), ("Gateway__ConectTimeout", "00:00:01"),
            ("Gateway__ServerProtocol", "Http3"), ("Gateway__Health__PanicThreshold", "1.01"), ("Gateway__ConnectTimeout", "0"),
            ("Gateway__Retries__BudgetPercent", "-1"));

        await AssertEndsAsync(
            gateway,
            SettingFault,
            ["Gateway:ConectTimeout", "ConnectTimeout"],
            ["Gateway:Algorithm", "'Rnig'", "Ring"],
            ["Gateway:ServerProtocol", "'Http3'", "Http1, Http2"],
            ["Gateway:CountInterval", "'soon'", "duration"],
            ["Gateway:ConnectTimeout", "00:00:00", "00:00:00.0100000 to 00:01:00"],
            ["Gateway:Retries:BudgetPercent", "-1", "0 to 100"],
            ["Gateway:Health:PanicThreshold", "1.01", "0 to 1"]);
    }

    [Fact]
    public async Task Gateway_PortInUse_ExitsWith1AndPrintsOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await using var gateway = StartGateway(("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}"));

        await AssertEndsAsync(gateway, EnvironmentFault, [taken.LocalEndpoint.ToString()!, "ASPNETCORE_URLS"]);

        // The parts that started before the port was bound have been stopped in an orderly way.
        Assert.DoesNotContain(
            gateway.Lines,
            line => line.Contains("crit:", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backend_InvalidSettings_ExitsWith2AndPrintsALineForEach()
    {
        await using var backend = RunningProgram.Start(
            Programs.Backend,
            [],
            ("SERVER_ID", "a b"),
            ("Registration__Weight", "1001"),
            ("Registration__Url", "ftp://a.test"),
            ("ConnectionStrings__redis", "127.0.0.1:1"),
            Url);

        await AssertEndsAsync(
            backend,
            SettingFault,
            ["Registration:Id", "'a b'", "1 to 64"],
            ["Registration:Url", "'ftp://a.test'", "http or https"],
            ["Registration:Weight", "1001", "1 to 1000"]);
    }

    [Fact]
    public async Task Backend_PostLogInAMissingFolder_ExitsWith2AndReportsIt()
    {
        await using var backend = RunningProgram.Start(
            Programs.Backend, [], ("Backend__PostLog", "/no/such/folder"), ("ConnectionStrings__redis", "127.0.0.1:1"), Url);

        await AssertEndsAsync(backend, SettingFault, ["Backend:PostLog", "'/no/such/folder'", "existing folder"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Program_WithoutAConnectionString_ExitsWith2AndNamesTheSetting(bool isGateway)
    {
        await using var program = RunningProgram.Start(isGateway ? Programs.Gateway : Programs.Backend, [], Url);

        await AssertEndsAsync(program, SettingFault, ["ConnectionStrings:redis", "missing", "ConnectionStrings__redis", "HOST:PORT"]);
    }

    [Fact]
    public async Task Gateway_InvalidConnectionString_ExitsWith2AndReportsIt()
    {
        await using var gateway = StartGateway(("ConnectionStrings__redis", "a.test,nonsense=1"));

        await AssertEndsAsync(gateway, SettingFault, ["ConnectionStrings:redis", "element 2 of 2", "HOST:PORT", "redis://"]);
        Assert.DoesNotContain(gateway.ErrorLines, line => line.Contains("nonsense", StringComparison.Ordinal));
    }

    /// <summary>Reports to the store as an AppHost on another machine would.</summary>
    private static async Task ReportAsync(IReplicaStore store, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        await using var end = stop.UnsafeRegister(static timer => ((PeriodicTimer)timer!).Dispose(), timer);
        do
        {
            await store.ReportAsync(new OrchestratorReport("host-2/12", Kept: 3, Most: 10), wanted: null, CancellationToken.None);
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private static RunningProgram StartGateway(params (string Key, string Value)[] environment)
    {
        (string Key, string Value)[] defaults = [Url, ("ConnectionStrings__redis", "127.0.0.1:1")];
        return RunningProgram.Start(
            Programs.Gateway, [], [.. defaults.ExceptBy(
                environment.Select(setting => setting.Key), setting => setting.Key, StringComparer.Ordinal), .. environment]);
    }

    private static (string, string) FreeUrl() => ("ASPNETCORE_URLS", $"http://localhost:{PortText()}");

    private static string PortText() => FreePorts.Find().ToString(CultureInfo.InvariantCulture);

    /// <summary>Asserts the exit code and that each expected line occurs exactly once, in any order.</summary>
    private static async Task AssertEndsAsync(RunningProgram program, int exitCode, params string[][] lines)
    {
        Assert.Equal((exitCode, lines.Length), (await program.ExitCodeAsync(), program.ErrorLines.Count));
        Assert.All(lines, parts => Assert.Single(
            program.ErrorLines, line => parts.All(part => line.Contains(part, StringComparison.Ordinal))));
    }
}
