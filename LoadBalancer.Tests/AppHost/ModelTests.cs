using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LoadBalancer.AppHost.Launching;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Aspire.Hosting.Supervision;
using LoadBalancer.Store;
using LoadBalancer.Tests.AppHost.Store;
using LoadBalancer.Tests.Aspire.Hosting;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost;

/// <summary>Tests the resources that the AppHost declares for its arguments; nothing is started.</summary>
public sealed class ModelTests
{
    private readonly int _port = FreePorts.Find(3);

    private int DashboardPort => _port + 2;

    [Fact]
    public async Task Model_Defaults_HasTenServersOfWhichThreeStart()
    {
        await using var builder = await CreateAsync();

        string[] servers =
        [
            "backend-1", "backend-2", "backend-3", "backend-4", "backend-5", "backend-6", "backend-7", "backend-8", "backend-9",
            "backend-10",
        ];
        Assert.Equal(["redis", .. servers, "dashboard", "gateway"], Names(builder));
        Assert.Equal(servers[3..], Named(builder, name => Resource(builder, name).HasAnnotationOfType<ExplicitStartupAnnotation>()));
    }

    [Fact]
    public async Task Model_Counts_FollowTheArguments()
    {
        await using var builder = await CreateAsync("--backends", "2", "--max-backends", "3", "--gateways", "2");

        Assert.Equal(["redis", "backend-1", "backend-2", "backend-3", "dashboard", "gateway", "gateway-2"], Names(builder));
        Assert.Equal(["backend-3"], Named(builder, name => Resource(builder, name).HasAnnotationOfType<ExplicitStartupAnnotation>()));
    }

    [Fact]
    public async Task Model_Endpoints_AreNotProxiedAndUseThePortsOfTheArguments()
    {
        await using var builder = await CreateAsync("--backends", "1", "--max-backends", "1", "--gateways", "2");

        Assert.Equal(("http", _port, false), EndpointOf(builder, "gateway"));
        Assert.Equal(("http", _port + 1, false), EndpointOf(builder, "gateway-2"));
        Assert.Equal(("http", DashboardPort, false), EndpointOf(builder, "dashboard"));
        Assert.Equal(("http", null, false), EndpointOf(builder, "backend-1"));
        Assert.Equal(("tcp", null, false), EndpointOf(builder, "redis"));
    }

    [Fact]
    public async Task Model_EveryProcess_WaitsForTheStoreHasAHealthCheckAndIsRestarted()
    {
        await using var builder = await CreateAsync("--gateways", "2");

        Assert.All(Names(builder), name =>
        {
            var resource = Resource(builder, name);
            Assert.NotEmpty(resource.Annotations.OfType<HealthCheckAnnotation>());
            Assert.Single(resource.Annotations.OfType<RestartAnnotation>());
            string[] waits = name is "redis" ? [] : ["redis"];
            Assert.Equal(waits, resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name));
        });
    }

    [Theory]
    [InlineData("gateway", "Gateways")]
    [InlineData("gateway-2", "Gateways")]
    [InlineData("backend-1", "Servers")]
    [InlineData("backend-10", "Servers")]
    [InlineData("dashboard", "Dashboard")]
    [InlineData("redis", "Store")]
    public async Task Model_EveryProcess_IsStoppedInItsStage(string name, string stage)
    {
        await using var builder = await CreateAsync("--gateways", "2");

        Assert.Equal(stage, Resource(builder, name).Annotations.OfType<StopStageAnnotation>().Last().Stage.ToString());
    }

    [Fact]
    public async Task Model_EveryServer_HasItsCommandsOnce()
    {
        await using var builder = await CreateAsync("--gateways", "2");

        Assert.All(Servers(builder), server =>
        {
            var commands = server.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name);
            Assert.Equal(["drain", "activate"], commands.Where(name => name is "drain" or "activate"));
        });
    }

    [Fact]
    public async Task Model_Server_HasItsIdItsUrlAndTheStore()
    {
        await using var builder = await CreateAsync();

        var variables = await VariablesAsync(builder, "backend-10");
        Assert.Equal("backend-10", variables["SERVER_ID"]);
        Assert.Equal("{backend-10.bindings.http.url}", variables["Registration__Url"]);
        Assert.Equal("{redis.connectionString}", variables["ConnectionStrings__redis"]);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", variables.Keys);
    }

    [Fact]
    public async Task Model_Gateway_HasItsIdItsLogAndTheStore()
    {
        await using var builder = await CreateAsync(
            "--gateways", "2", "--Gateway:RequestLog:Path=logs/own.log", "--Gateway:SlowStart=00:00:09");

        var variables = await VariablesAsync(builder, "gateway-2");
        Assert.Equal("gateway-2", variables["Gateway__Id"]);
        Assert.Equal("logs/own.gateway-2.log", variables["Gateway__RequestLog__Path"]);
        Assert.Equal("00:00:09", variables["Gateway__SlowStart"]);
        Assert.Equal("00:00:00", variables["Gateway__WarmUp"]);
        Assert.Equal("http://*:{gateway-2.bindings.http.targetPort}", variables["ASPNETCORE_URLS"]);
        Assert.Equal("{redis.connectionString}", variables["ConnectionStrings__redis"]);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", variables.Keys);
    }

    [Fact]
    public async Task Model_ManagementPorts_AreSeparateEndpoints()
    {
        await using var builder = await CreateAsync(
            "--gateways", "2", $"--Gateway:ManagementPort={(_port + 100).ToString(CultureInfo.InvariantCulture)}");

        Assert.Equal(_port + 100, ManagementPortOf("gateway"));
        Assert.Equal(_port + 101, ManagementPortOf("gateway-2"));
        Assert.Equal(
            (_port + 101).ToString(CultureInfo.InvariantCulture), (await VariablesAsync(builder, "gateway-2"))["Gateway__ManagementPort"]);

        int? ManagementPortOf(string name) =>
            Resource(builder, name).Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name is "management").Port;
    }

    [Fact]
    public async Task Model_DashboardWithoutAKey_ListensOnLoopback()
    {
        await using var builder = await CreateAsync();

        var variables = await VariablesAsync(builder, "dashboard");
        Assert.Equal("http://127.0.0.1:{dashboard.bindings.http.targetPort}", variables["ASPNETCORE_URLS"]);
        Assert.DoesNotContain("Dashboard__ApiKey", variables.Keys);
        Assert.DoesNotContain("dashboard-key", builder.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task Model_DashboardWithAKey_ListensOnAllInterfacesAndKeepsItSecret()
    {
        await using var builder = await CreateAsync("--Dashboard:ApiKey=hush");

        Assert.Equal("http://*:{dashboard.bindings.http.targetPort}", (await VariablesAsync(builder, "dashboard"))["ASPNETCORE_URLS"]);
        Assert.True(Assert.IsType<ParameterResource>(Resource(builder, "dashboard-key")).Secret);
    }

    [Theory]
    [InlineData("gateway", "LoadBalancer.Gateway")]
    [InlineData("dashboard", "LoadBalancer.Dashboard")]
    [InlineData("backend-1", "LoadBalancer.Backend")]
    public async Task Model_Project_RunsItsAssemblyInTheUsersDirectory(string name, string project)
    {
        await using var builder = await CreateAsync();

        var executable = Resource(builder, name).Annotations.OfType<ExecutableAnnotation>().Last();
        Assert.Equal(DotnetHost.Locate(), executable.Command);
        Assert.Equal(Environment.CurrentDirectory, executable.WorkingDirectory);
        Assert.Equal(
            Path.GetDirectoryName(ProjectOutputs.AssemblyOf(project)), (await VariablesAsync(builder, name))["ASPNETCORE_CONTENTROOT"]);
    }

    [Fact]
    public async Task Model_EmbeddedStore_IsAProcessWithARedisPassword()
    {
        await using var builder = await CreateAsync();

        var store = Assert.IsType<EmbeddedRedisResource>(Resource(builder, "redis"));
        Assert.Equal(DotnetHost.Locate(), store.Command);
        Assert.True(store.Password.Secret);
        Assert.Equal(
            "{redis.bindings.tcp.host}:{redis.bindings.tcp.port},password={redis-password.value}",
            store.ConnectionStringExpression.ValueExpression);
        Assert.Equal("{redis-password.value}", (await VariablesAsync(builder, "redis"))["STORE_PASSWORD"]);
    }

    [Fact]
    public async Task Model_ContainerStore_IsRedisWithItsVolume()
    {
        using var engine = FakeEngine.ThatRuns();
        await using var builder = await CreateAsync(engine, "--store", "container", "--redis-volume", "kept");

        Assert.IsType<RedisResource>(Resource(builder, "redis"));
        var volume = Assert.Single(Resource(builder, "redis").Annotations.OfType<ContainerMountAnnotation>());
        Assert.Equal(("kept", ContainerMountType.Volume), (volume.Source, volume.Type));
    }

    [Fact]
    public async Task Model_BackendImage_RunsServersAsContainersOfIt()
    {
        using var engine = FakeEngine.ThatRuns();
        await using var builder = await CreateAsync(
            engine, "--store", "embedded", "--backend-image", "registry:5000/backend:1.2", "--backends", "2", "--max-backends", "3");

        Assert.Equal(["backend-1", "backend-2", "backend-3"], Servers(builder).Select(server => server.Name));
        Assert.All(Servers(builder), server =>
        {
            var image = Assert.Single(server.Annotations.OfType<ContainerImageAnnotation>());
            Assert.Equal(("registry:5000/backend", "1.2"), (image.Image, image.Tag));
            Assert.Equal(8080, Assert.Single(server.Annotations.OfType<EndpointAnnotation>()).TargetPort);
            Assert.Equal(["redis"], server.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name));
        });
    }

    [Fact]
    public async Task Model_ServersAsContainers_WaitForTheirSharedImageBuild()
    {
        using var engine = FakeEngine.ThatRuns();
        await using var builder = await CreateAsync(engine, "--store", "embedded", "--containers");

        Assert.Equal(engine.Path, Assert.IsType<ExecutableResource>(Resource(builder, "backend-image")).Command);
        Assert.All(Servers(builder), server => Assert.Equal(
            [("backend-image", WaitType.WaitForCompletion), ("redis", WaitType.WaitUntilHealthy)],
            server.Annotations.OfType<WaitAnnotation>().Select(wait => (wait.Resource.Name, wait.WaitType))));
    }

    [Fact]
    public async Task Model_RunningRedis_IsOnlyAConnectionString()
    {
        using var redis = EmbeddedStore.Start();
        await using var builder = await CreateAsync(engine: null, "--redis", redis.ConnectionString);

        var store = Assert.IsAssignableFrom<IResourceWithConnectionString>(Resource(builder, "redis"));
        Assert.IsNotType<RedisResource>(store);
        Assert.IsNotType<EmbeddedRedisResource>(store);
        Assert.Empty(store.Annotations.OfType<EndpointAnnotation>());
        Assert.Empty(store.Annotations.OfType<RestartAnnotation>());
        Assert.Equal("{redis-connection.value}", store.ConnectionStringExpression.ValueExpression);
        Assert.Equal("{redis.connectionString}", (await VariablesAsync(builder, "backend-1"))["ConnectionStrings__redis"]);
    }

    private Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] arguments) =>
        CreateAsync(engine: null, ["--store", "embedded", .. arguments]);

    private Task<IDistributedApplicationTestingBuilder> CreateAsync(FakeEngine? engine, params string[] arguments) =>
        DistributedApplicationTestingBuilder.CreateAsync<global::Projects.LoadBalancer_AppHost>(
            ["--gateway-port", Text(_port), "--dashboard-port", Text(DashboardPort), .. arguments],
            (_, host) => (host.Configuration ??= new()).AddInMemoryCollection(
                [KeyValuePair.Create("ASPIRE_CONTAINER_RUNTIME", engine?.Path)]),
            TestContext.Current.CancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task<IReadOnlyDictionary<string, string>> VariablesAsync(IDistributedApplicationTestingBuilder builder, string name) =>
        ResourceVariables.TextAsync(Resource(builder, name), builder.ExecutionContext);

    private static IResource Resource(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.Resources.Single(resource => string.Equals(resource.Name, name, StringComparison.Ordinal));

    private static IEnumerable<IResource> Servers(IDistributedApplicationTestingBuilder builder) =>
        Names(builder).Where(name => name.StartsWith("backend-", StringComparison.Ordinal)).Select(name => Resource(builder, name));

    /// <summary>Returns the names of the resources with an endpoint, in declaration order.</summary>
    private static string[] Names(IDistributedApplicationTestingBuilder builder) =>
        [.. builder.Resources.Where(resource => resource.HasAnnotationOfType<EndpointAnnotation>()).Select(resource => resource.Name)];

    private static string[] Named(IDistributedApplicationTestingBuilder builder, Func<string, bool> isIt) =>
        [.. Names(builder).Where(isIt)];

    private static (string Name, int? Port, bool IsProxied) EndpointOf(IDistributedApplicationTestingBuilder builder, string name)
    {
        var endpoint = Assert.Single(Resource(builder, name).Annotations.OfType<EndpointAnnotation>());
        return (endpoint.Name, endpoint.Port, endpoint.IsProxied);
    }
}
