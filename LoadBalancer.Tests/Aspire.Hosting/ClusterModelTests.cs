using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Aspire.Hosting.Supervision;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>Tests the application model of gateways, servers, and their cluster; nothing is started.</summary>
public sealed class ClusterModelTests
{
    private readonly IDistributedApplicationBuilder _builder = UnstartedApplication.CreateBuilder();
    private readonly IResourceBuilder<IResourceWithConnectionString> _store;

    public ClusterModelTests()
    {
        _store = _builder.AddConnectionString("cache");
    }

    [Fact]
    public async Task WithCluster_Server_GetsItsRegistrationSettings()
    {
        var server = AddServer("backend-1");

        AddGateway("gateway").WithCluster("default", server);

        var variables = await TextAsync(server);
        Assert.Equal("backend-1", variables["SERVER_ID"]);
        Assert.Equal("{backend-1.bindings.http.url}", variables["Registration__Url"]);
        Assert.Equal("{cache.connectionString}", variables["ConnectionStrings__redis"]);
        Assert.DoesNotContain("Registry__Cluster", variables.Keys);
    }

    [Fact]
    public async Task WithCluster_OtherEndpoint_ReceivesTheRequests()
    {
        var server = AddServer("backend-1").WithHttpEndpoint(name: "api");

        AddGateway("gateway").WithCluster("default", server, endpointName: "api");

        Assert.Equal("{backend-1.bindings.api.url}", (await TextAsync(server))["Registration__Url"]);
    }

    [Fact]
    public async Task WithCluster_NameOtherThanDefault_IsSetOnEveryResource()
    {
        var server = AddServer("backend-1");
        var dashboard = _builder.AddLoadBalancerDashboard("dashboard").WithStore(_store);

        var gateway = AddGateway("gateway").WithDashboard(dashboard).WithCluster("orders", server);

        foreach (var resource in (IResourceBuilder<IResource>[])[server, gateway, dashboard])
        {
            Assert.Equal("orders", (await TextAsync(resource))["Registry__Cluster"]);
        }
    }

    [Theory]
    [InlineData("header:X-Tenant")]
    [InlineData(null)]
    public async Task WithCluster_HashKey_IsSetOnTheGateway(string? key)
    {
        var server = AddServer("backend-1");

        var gateway = AddGateway("gateway").WithCluster("default", [server], hashKey: key);

        Assert.Equal(key, (await TextAsync(gateway)).GetValueOrDefault("Gateway__HashKey__0"));
        Assert.DoesNotContain("Gateway__HashKey__0", (await TextAsync(server)).Keys);
    }

    [Fact]
    public async Task WithCluster_GatewayOnTheHost_ReachesServersAtPortsOfThisMachine()
    {
        var (project, container) = (AddServer("backend-1"), AddContainerServer("backend-2"));

        AddGateway("gateway").WithCluster("default", [project, container]);

        Assert.Equal(KnownNetworkIdentifiers.LocalhostNetwork, await NetworkOfAsync(project));
        Assert.Equal(KnownNetworkIdentifiers.LocalhostNetwork, await NetworkOfAsync(container));
    }

    [Fact]
    public async Task WithCluster_GatewayInAContainer_ReachesServersInTheContainersNetwork()
    {
        var (project, container) = (AddServer("backend-1"), AddContainerServer("backend-2"));

        _builder.AddLoadBalancer("gateway").WithStore(_store).WithCluster("default", [project, container]);

        Assert.Equal(KnownNetworkIdentifiers.DefaultAspireContainerNetwork, await NetworkOfAsync(project));
        Assert.Equal(KnownNetworkIdentifiers.DefaultAspireContainerNetwork, await NetworkOfAsync(container));
    }

    [Fact]
    public void WithCluster_SecondName_IsRejected()
    {
        var gateway = AddGateway("gateway").WithCluster("orders", AddServer("backend-1"));

        var failure = Assert.Throws<DistributedApplicationException>(() => gateway.WithCluster("users", AddServer("backend-2")));

        Assert.Equal("gateway already serves cluster 'orders'; add a second gateway for 'users'.", failure.Message);
    }

    [Fact]
    public async Task WithCluster_SameNameAgain_AddsServers()
    {
        var (first, second) = (AddServer("backend-1"), AddServer("backend-2"));

        AddGateway("gateway").WithCluster("default", first).WithCluster("default", second);

        Assert.Equal("backend-2", (await TextAsync(second))["SERVER_ID"]);
    }

    [Fact]
    public void WithCluster_NoStore_IsRejected()
    {
        var gateway = _builder.AddLoadBalancer("gateway");

        var failure = Assert.Throws<DistributedApplicationException>(() => gateway.WithCluster("default", AddServer("backend-1")));

        Assert.Equal("gateway has no store: call WithStore before WithCluster.", failure.Message);
    }

    [Fact]
    public void WithCluster_ServerWithoutEnvironment_IsRejected()
    {
        var server = _builder.CreateResourceBuilder(new SilentResource("backend-1"));

        var failure = Assert.Throws<DistributedApplicationException>(() => AddGateway("gateway").WithCluster("default", server));

        Assert.StartsWith("backend-1 does not support environment variables", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithCluster_TwoGatewaysAndADashboard_GivesServersTheirCommandsOnce()
    {
        var server = AddServer("backend-1");
        var dashboard = _builder.AddLoadBalancerDashboard("dashboard").WithStore(_store);

        AddGateway("gateway").WithDashboard(dashboard).WithCluster("default", server);
        AddGateway("gateway-2").WithDashboard(dashboard).WithCluster("default", server);

        Assert.Equal(["drain", "activate"], CommandsOf(server));
    }

    [Fact]
    public void WithCluster_NoDashboard_GivesServersNoCommands()
    {
        var server = AddServer("backend-1");

        AddGateway("gateway").WithCluster("default", server);

        Assert.Empty(CommandsOf(server));
    }

    [Fact]
    public void WithCluster_Everything_IsStoppedInItsStage()
    {
        var server = AddServer("backend-1");
        var dashboard = _builder.AddLoadBalancerDashboard("dashboard").WithStore(_store);

        var gateway = AddGateway("gateway").WithDashboard(dashboard).WithCluster("default", server);

        Assert.Equal(StopStage.Gateways, StageOf(gateway));
        Assert.Equal(StopStage.Servers, StageOf(server));
        Assert.Equal(StopStage.Dashboard, StageOf(dashboard));
        Assert.Equal(StopStage.Store, StageOf(_store));
    }

    [Fact]
    public async Task WithStore_Gateway_GetsTheStoreAndWaitsForIt()
    {
        var gateway = AddGateway("gateway");

        Assert.Equal("{cache.connectionString}", (await TextAsync(gateway))["ConnectionStrings__redis"]);
        Assert.Single(gateway.Resource.Annotations.OfType<WaitAnnotation>(), wait => ReferenceEquals(wait.Resource, _store.Resource));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    public void WithServerCount_OutOfRange_IsRejected(int initially)
    {
        var dashboard = _builder.AddLoadBalancerDashboard("dashboard");
        var servers = AddServers(3);

        Assert.Throws<ArgumentOutOfRangeException>(() => dashboard.WithServerCount(servers, initially));
    }

    [Theory]
    [InlineData(1, "backend-2 backend-3")]
    [InlineData(2, "backend-3")]
    [InlineData(3, "")]
    public void WithServerCount_InRange_DoesNotStartTheOtherServers(int initially, string spares)
    {
        var servers = AddServers(3);

        _builder.AddLoadBalancerDashboard("dashboard").WithServerCount(servers, initially);

        Assert.Equal(
            spares,
            string.Join(' ', servers.Select(server => server.Resource)
                .Where(server => server.HasAnnotationOfType<ExplicitStartupAnnotation>())
                .Select(server => server.Name)));
    }

    [Fact]
    public void WithServerCount_Running_FollowsTheDashboard()
    {
        Assert.Equal(0, Followers(_builder));

        _builder.AddLoadBalancerDashboard("dashboard").WithServerCount(AddServers(2), 1);

        Assert.Equal(1, Followers(_builder));
    }

    [Fact]
    public void WithServerCount_Publishing_DoesNotFollowTheDashboard()
    {
        var builder = UnstartedApplication.CreatePublishingBuilder();

        var services = Followers(builder);
        builder.AddLoadBalancerDashboard("dashboard").WithServerCount([builder.AddExecutable("backend-1", "backend", ".")], 1);

        Assert.Equal(services, Followers(builder));
    }

    [Fact]
    public void WithRestart_AnyResource_IsAnnotatedOnceWithTheRulesOfItsKind()
    {
        var gateway = AddGateway("gateway").WithRestart().WithRestart();
        var server = AddServer("backend-1").WithRestart();

        Assert.True(Assert.Single(gateway.Resource.Annotations.OfType<RestartAnnotation>()).IsFinal(true, 2));
        Assert.False(Assert.Single(server.Resource.Annotations.OfType<RestartAnnotation>()).IsFinal(false, 2));
        Assert.Single(
            _builder.Services,
            service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(ResourceSupervisor));
    }

    private static int Followers(IDistributedApplicationBuilder builder) =>
        builder.Services.Count(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationFactory?.Method.DeclaringType?.FullName is { } type
            && type.Contains(nameof(LoadBalancerDashboardBuilderExtensions), StringComparison.Ordinal));

    private static string[] CommandsOf(IResourceBuilder<IResource> resource) =>
        [.. resource.Resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name)];

    private static StopStage StageOf(IResourceBuilder<IResource> resource) =>
        resource.Resource.Annotations.OfType<StopStageAnnotation>().Last().Stage;

    private IResourceBuilder<LoadBalancerExecutableResource> AddGateway(string name) =>
        _builder.AddLoadBalancer(name, "gateway", ".").WithStore(_store);

    private IResourceBuilder<ExecutableResource> AddServer(string name) => _builder.AddExecutable(name, "backend", ".").WithHttpEndpoint();

    private IResourceBuilder<ContainerResource> AddContainerServer(string name) =>
        _builder.AddContainer(name, "backend").WithHttpEndpoint(targetPort: 8080);

    private IResourceBuilder<ExecutableResource>[] AddServers(int count) =>
        [.. Enumerable.Range(1, count).Select(number => AddServer($"backend-{number}"))];

    private Task<IReadOnlyDictionary<string, string>> TextAsync(IResourceBuilder<IResource> resource) =>
        ResourceVariables.TextAsync(resource.Resource, _builder.ExecutionContext);

    private async Task<NetworkIdentifier?> NetworkOfAsync(IResourceBuilder<IResource> server) =>
        Assert.IsType<EndpointReference>((await ResourceVariables.ValuesAsync(
            server.Resource, _builder.ExecutionContext))["Registration__Url"]).ContextNetworkID;

    private sealed class SilentResource(string name) : Resource(name), IResourceWithEndpoints;
}
