using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Control;
using LoadBalancer.Aspire.Hosting.Stopping;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>Tests the application model of a single gateway or dashboard in each way that it can run; nothing is started.</summary>
public sealed class LoadBalancerModelTests
{
    private readonly IDistributedApplicationBuilder _builder = UnstartedApplication.CreateBuilder();

    [Fact]
    public async Task AddLoadBalancer_Container_RunsTheImageOnItsPort()
    {
        var gateway = _builder.AddLoadBalancer("gateway", port: 9000);

        var image = Assert.Single(gateway.Resource.Annotations.OfType<ContainerImageAnnotation>());
        Assert.Equal("loadbalancer/gateway", image.Image);
        Assert.Equal(("http", 9000, 8080, false, true), Describe(Assert.Single(EndpointsOf(gateway))));
        var variables = await TextAsync(gateway);
        Assert.Equal("gateway", variables["Gateway__Id"]);
        Assert.DoesNotContain("ASPNETCORE_URLS", variables.Keys);
    }

    [Fact]
    public async Task AddLoadBalancer_Executable_ListensOnItsPortOnAllInterfaces()
    {
        var gateway = _builder.AddLoadBalancer("gateway", "/opt/gateway", "programs", port: 9000);

        Assert.Equal("/opt/gateway", gateway.Resource.Command);
        Assert.Equal(Path.Combine(_builder.AppHostDirectory, "programs"), gateway.Resource.WorkingDirectory);
        Assert.Equal(("http", 9000, 9000, false, true), Describe(Assert.Single(EndpointsOf(gateway))));
        Assert.Equal("http://*:{gateway.bindings.http.targetPort}", (await TextAsync(gateway))["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task AddLoadBalancer_Project_ListensOnItsPortAndTrustsNoForwardedHeaders()
    {
        var gateway = _builder.AddLoadBalancer<GatewayProject>("gateway", port: 9000);

        Assert.Equal(("http", 9000, 9000, false, true), Describe(Assert.Single(EndpointsOf(gateway))));
        var variables = await TextAsync(gateway);
        Assert.Equal("http://*:{gateway.bindings.http.targetPort}", variables["ASPNETCORE_URLS"]);
        Assert.Equal("gateway", variables["Gateway__Id"]);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", variables.Keys);
    }

    [Fact]
    public void AddLoadBalancer_NoPort_LetsAspireChooseIt()
    {
        Assert.Null(Assert.Single(EndpointsOf(_builder.AddLoadBalancer("gateway", "gateway", "."))).Port);
        Assert.Null(Assert.Single(EndpointsOf(_builder.AddLoadBalancer<GatewayProject>("gateway-2"))).Port);
    }

    [Fact]
    public void AddLoadBalancer_EveryKind_HasAHealthCheckOnItsEndpoint()
    {
        Assert.Single(
            HealthChecksOf(_builder.AddLoadBalancer("gateway-1")), check => check.Contains("/healthcheck", StringComparison.Ordinal));
        Assert.Single(
            HealthChecksOf(_builder.AddLoadBalancer("gateway-2", "gateway", ".")),
            check => check.Contains("/healthcheck", StringComparison.Ordinal));
        Assert.Single(
            HealthChecksOf(_builder.AddLoadBalancer<GatewayProject>("gateway-3")),
            check => check.Contains("/healthcheck", StringComparison.Ordinal));
    }

    [Fact]
    public void AddLoadBalancer_ManagementPort_IsASeparateEndpointWithTheHealthCheck()
    {
        var gateway = _builder.AddLoadBalancer<GatewayProject>("gateway", port: 9000, managementPort: 9001, managementPath: "/own");

        Assert.Equal(
            [("http", 9000, 9000, false, true), ("management", 9001, 9001, false, false)], EndpointsOf(gateway).Select(Describe));
        Assert.Contains("/own/healthcheck", Assert.Single(HealthChecksOf(gateway)), StringComparison.Ordinal);
        Assert.Contains("management", Assert.Single(HealthChecksOf(gateway)), StringComparison.Ordinal);
    }

    [Fact]
    public void AddLoadBalancerDashboard_Container_RequiresAGeneratedKey()
    {
        var dashboard = _builder.AddLoadBalancerDashboard("dashboard", port: 9000);

        Assert.Equal(("http", 9000, 8080, false, true), Describe(Assert.Single(EndpointsOf(dashboard))));
        Assert.Single(HealthChecksOf(dashboard), check => check.Contains("/healthcheck", StringComparison.Ordinal));
        Assert.True(dashboard.Resource.ApiKey!.Secret);
        Assert.Equal("dashboard-key", dashboard.Resource.ApiKey.Name);
        Assert.NotNull(dashboard.Resource.ApiKey.Default);
    }

    [Fact]
    public async Task AddLoadBalancerDashboard_ProjectWithoutAKey_ListensOnLoopbackOnly()
    {
        var dashboard = _builder.AddLoadBalancerDashboard<DashboardProject>("dashboard", port: 9000);

        var variables = await TextAsync(dashboard);
        Assert.Equal("http://127.0.0.1:{dashboard.bindings.http.targetPort}", variables["ASPNETCORE_URLS"]);
        Assert.DoesNotContain("Dashboard__ApiKey", variables.Keys);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", variables.Keys);
        Assert.Null(dashboard.Resource.ApiKey);
    }

    [Fact]
    public async Task AddLoadBalancerDashboard_ProjectWithAKey_ListensOnAllInterfacesAndRequiresIt()
    {
        var key = _builder.AddParameter("given", "secret", secret: true);
        var dashboard = _builder.AddLoadBalancerDashboard<DashboardProject>("dashboard", port: 9000, apiKey: key);

        var variables = await TextAsync(dashboard);
        Assert.Equal("http://*:{dashboard.bindings.http.targetPort}", variables["ASPNETCORE_URLS"]);
        Assert.Equal("{given.value}", variables["Dashboard__ApiKey"]);
        Assert.Same(key.Resource, dashboard.Resource.ApiKey);
    }

    [Fact]
    public async Task AddLoadBalancerDashboard_PublishedProject_RequiresAGeneratedKeyOnTheImagesPort()
    {
        var builder = UnstartedApplication.CreatePublishingBuilder();
        var dashboard = builder.AddLoadBalancerDashboard<DashboardProject>("dashboard", port: 9000);

        var variables = await ResourceVariables.TextAsync(dashboard.Resource, builder.ExecutionContext);
        Assert.Equal("{dashboard-key.value}", variables["Dashboard__ApiKey"]);
        Assert.DoesNotContain("ASPNETCORE_URLS", variables.Keys);
        Assert.Equal(("http", 9000, 8080, false, true), Describe(Assert.Single(EndpointsOf(dashboard))));
    }

    [Fact]
    public void AddLoadBalancer_GatewayAndDashboard_StopInOrderOnce()
    {
        _builder.AddLoadBalancer("gateway");
        _builder.AddLoadBalancer("gateway-2");
        _builder.AddLoadBalancerDashboard("dashboard");

        Assert.Single(_builder.Services, service => service.ImplementationType == typeof(OrderedStop));
    }

    [Fact]
    public void AddLoadBalancer_Publishing_StopsNothing()
    {
        var builder = UnstartedApplication.CreatePublishingBuilder();
        builder.AddLoadBalancer("gateway");
        builder.AddLoadBalancerDashboard("dashboard");

        Assert.DoesNotContain(builder.Services, service => service.ImplementationType == typeof(OrderedStop));
    }

    [Fact]
    public async Task AuthorizeAsync_KeyGiven_IsTheBearerToken()
    {
        var dashboard = _builder.AddLoadBalancerDashboard<DashboardProject>(
            "dashboard", apiKey: _builder.AddParameter("given", "secret", secret: true));
        using var request = new HttpRequestMessage();

        await ControlApi.AuthorizeAsync(dashboard.Resource, request, TestContext.Current.CancellationToken);

        Assert.Equal("Bearer secret", request.Headers.Authorization?.ToString());
    }

    [Fact]
    public async Task AuthorizeAsync_NoKey_SendsNone()
    {
        using var request = new HttpRequestMessage();

        await ControlApi.AuthorizeAsync(
            _builder.AddLoadBalancerDashboard<DashboardProject>("dashboard").Resource, request, TestContext.Current.CancellationToken);

        Assert.Null(request.Headers.Authorization);
    }

    private static (string Name, int? Port, int? TargetPort, bool IsProxied, bool IsExternal) Describe(EndpointAnnotation endpoint)
    {
        Assert.Equal(ProtocolType.Tcp, endpoint.Protocol);
        return (endpoint.Name, endpoint.Port, endpoint.TargetPort, endpoint.IsProxied, endpoint.IsExternal);
    }

    private static IEnumerable<EndpointAnnotation> EndpointsOf(IResourceBuilder<IResource> resource) =>
        resource.Resource.Annotations.OfType<EndpointAnnotation>();

    private static IEnumerable<string> HealthChecksOf(IResourceBuilder<IResource> resource) =>
        resource.Resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key);

    private Task<IReadOnlyDictionary<string, string>> TextAsync(IResourceBuilder<IResource> resource) =>
        ResourceVariables.TextAsync(resource.Resource, _builder.ExecutionContext);

    private sealed class GatewayProject : IProjectMetadata
    {
        public string ProjectPath => Support.Repository.PathOf("LoadBalancer.Gateway", "LoadBalancer.Gateway.csproj");
    }

    private sealed class DashboardProject : IProjectMetadata
    {
        public string ProjectPath => Support.Repository.PathOf("LoadBalancer.Dashboard", "LoadBalancer.Dashboard.csproj");
    }
}
