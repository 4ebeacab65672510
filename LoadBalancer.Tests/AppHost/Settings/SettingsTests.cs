using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Readiness;
using LoadBalancer.AppHost.Settings;
using LoadBalancer.Tests.Aspire.Hosting;

namespace LoadBalancer.Tests.AppHost.Settings;

public sealed class SettingsTests
{
    private readonly IDistributedApplicationBuilder _builder = UnstartedApplication.CreateBuilder();

    [Fact]
    public void ListGateways_Defaults_NumbersThePortsAndNamesTheRequestLogs()
    {
        Assert.Equal(
            [
                new GatewayPlace("gateway", 9000, null, "", "logs/requests.log"),
                new GatewayPlace("gateway-2", 9001, null, "", "logs/requests.gateway-2.log"),
                new GatewayPlace("gateway-3", 9002, null, "", "logs/requests.gateway-3.log"),
            ],
            _builder.ListGateways("gateway", new AppHostOptions { Gateways = 3, GatewayPort = 9000 }));
    }

    [Fact]
    public void ListGateways_ManagementPort_IsIncrementedForEachGateway()
    {
        _builder.Configuration["Gateway:ManagementPort"] = "9500";
        _builder.Configuration["Gateway:ManagementPath"] = "/own";

        Assert.Equal(
            [(9500, "/own"), (9501, "/own")],
            _builder.ListGateways("gateway", new AppHostOptions { Gateways = 2 })
                .Select(gateway => (gateway.ManagementPort, gateway.ManagementPath)));
    }

    [Fact]
    public void ListGateways_InvalidManagementPort_IsLeftToTheGatewayToReject()
    {
        _builder.Configuration["Gateway:ManagementPort"] = "many";

        Assert.Null(Assert.Single(_builder.ListGateways("gateway", new AppHostOptions())).ManagementPort);
    }

    [Fact]
    public void ListGateways_RequestLogOff_IsOffForEachGateway()
    {
        _builder.Configuration["Gateway:RequestLog:Path"] = "";

        Assert.All(_builder.ListGateways("gateway", new AppHostOptions { Gateways = 2 }), gateway => Assert.Equal("", gateway.RequestLog));
    }

    [Fact]
    public void ListGateways_Publishing_ReturnsOneGatewayWithoutLocalSettings()
    {
        var builder = UnstartedApplication.CreatePublishingBuilder();
        builder.Configuration["Gateway:ManagementPort"] = "9500";
        builder.Configuration["Gateway:ManagementPath"] = "/own";

        var gateway = Assert.Single(builder.ListGateways("gateway", new AppHostOptions { Gateways = 3 }));

        Assert.Equal(("gateway", 80, null, ""), (gateway.Name, gateway.Port, gateway.ManagementPort, gateway.ManagementPath));
    }

    [Fact]
    public async Task WithGatewaySettings_Defaults_SetsTheWarmUpTheLogAndTheId()
    {
        var variables = await GatewayVariablesAsync(new GatewayPlace("gateway-2", 9001, null, "", "logs/requests.gateway-2.log"));

        Assert.Equal("00:00:00", variables["Gateway__WarmUp"]);
        Assert.Equal("logs/requests.gateway-2.log", variables["Gateway__RequestLog__Path"]);
        Assert.Equal("gateway-2", variables["Gateway__Id"]);
        Assert.DoesNotContain("Gateway__ManagementPort", variables.Keys);
    }

    [Fact]
    public async Task WithGatewaySettings_Sections_AreForwardedWithPerGatewayValues()
    {
        _builder.Configuration["Gateway:SlowStart"] = "00:01:00";
        _builder.Configuration["Gateway:WarmUp"] = "00:00:07";
        _builder.Configuration["Gateway:HashKey:0"] = "header:X-Tenant";
        _builder.Configuration["Gateway:Id"] = "same";
        _builder.Configuration["Gateway:ManagementPort"] = "9500";
        _builder.Configuration["Gateway:RequestLog:Path"] = "same.log";
        _builder.Configuration["Registry:Cluster"] = "orders";
        _builder.Configuration["Telemetry:SampleRatio"] = "0.1";
        _builder.Configuration["Backend:Delay"] = "00:00:01";
        _builder.Configuration["Dashboard:ApiKey"] = "secret";

        var variables = await GatewayVariablesAsync(new GatewayPlace("gateway-2", 9001, 9501, "", "own.log"));

        Assert.Equal("00:01:00", variables["Gateway__SlowStart"]);
        Assert.Equal("00:00:07", variables["Gateway__WarmUp"]);
        Assert.Equal("header:X-Tenant", variables["Gateway__HashKey__0"]);
        Assert.Equal("gateway-2", variables["Gateway__Id"]);
        Assert.Equal("9501", variables["Gateway__ManagementPort"]);
        Assert.Equal("own.log", variables["Gateway__RequestLog__Path"]);
        Assert.Equal("orders", variables["Registry__Cluster"]);
        Assert.Equal("0.1", variables["Telemetry__SampleRatio"]);
        Assert.DoesNotContain(variables.Keys, key => key.StartsWith("Backend", StringComparison.Ordinal));
        Assert.DoesNotContain(variables.Keys, key => key.StartsWith("Dashboard", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "", "http", "/healthcheck")]
    [InlineData(9500, "/own", "management", "/own/healthcheck")]
    public void WithGatewaySettings_Healthcheck_UsesTheGatewaysEndpointAndPath(
        int? managementPort, string managementPath, string endpoint, string path)
    {
        var gateway = AddGateway(_builder).WithGatewaySettings(new GatewayPlace("gateway", 9000, managementPort, managementPath, ""));

        Assert.Equal(new HealthcheckUrl(endpoint, path), Assert.Single(gateway.Resource.Annotations.OfType<HealthcheckUrl>()));
    }

    [Fact]
    public async Task WithServerSettings_Sections_AreForwarded()
    {
        _builder.Configuration["Backend:Delay"] = "00:00:01";
        _builder.Configuration["Registration:Weight"] = "200";
        _builder.Configuration["Registry:Cluster"] = "orders";
        _builder.Configuration["Gateway:SlowStart"] = "00:01:00";

        var variables = await TextAsync(_builder.AddExecutable("backend-1", "backend", ".").WithServerSettings(), _builder);

        Assert.Equal("00:00:01", variables["Backend__Delay"]);
        Assert.Equal("200", variables["Registration__Weight"]);
        Assert.Equal("orders", variables["Registry__Cluster"]);
        Assert.DoesNotContain("Gateway__SlowStart", variables.Keys);
    }

    [Fact]
    public async Task WithDashboardSettings_KeyWithoutAName_IsRequiredOfEveryUser()
    {
        _builder.Configuration["Dashboard:ApiKey"] = "secret";

        var key = _builder.AddDashboardKey("dashboard-key");
        var variables = await DashboardVariablesAsync(_builder, key);

        Assert.Equal("secret", await key!.Resource.GetValueAsync(TestContext.Current.CancellationToken));
        Assert.True(key.Resource.Secret);
        Assert.Equal("secret", variables["Dashboard__ApiKey"]);
        Assert.StartsWith("http://*:", variables["ASPNETCORE_URLS"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithDashboardSettings_KeyWithAName_KeepsTheName()
    {
        _builder.Configuration["Dashboard:ApiKeys:ops"] = "secret";

        var key = _builder.AddDashboardKey("dashboard-key");
        var variables = await DashboardVariablesAsync(_builder, key);

        Assert.Equal("secret", await key!.Resource.GetValueAsync(TestContext.Current.CancellationToken));
        Assert.Equal("secret", variables["Dashboard__ApiKeys__ops"]);
        Assert.DoesNotContain("Dashboard__ApiKey", variables.Keys);
        Assert.StartsWith("http://*:", variables["ASPNETCORE_URLS"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task WithDashboardSettings_NoKey_StaysOnLoopback(string? given)
    {
        _builder.Configuration["Dashboard:ApiKey"] = given;
        _builder.Configuration["Dashboard:ApiKeys:ops"] = given;

        var key = _builder.AddDashboardKey("dashboard-key");
        var variables = await DashboardVariablesAsync(_builder, key);

        Assert.Null(key);
        Assert.DoesNotContain("Dashboard__ApiKey", variables.Keys);
        Assert.StartsWith("http://127.0.0.1:", variables["ASPNETCORE_URLS"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_Publishing_AreNotForwarded()
    {
        var builder = UnstartedApplication.CreatePublishingBuilder();
        builder.Configuration["Gateway:SlowStart"] = "00:01:00";
        builder.Configuration["Backend:Delay"] = "00:00:01";
        builder.Configuration["Dashboard:ApiKeys:ops"] = "secret";
        builder.Configuration["Registry:Cluster"] = "orders";

        var gateway = await TextAsync(
            AddGateway(builder).WithGatewaySettings(new GatewayPlace("gateway", 80, null, "", "logs/requests.log")), builder);
        var server = await TextAsync(builder.AddExecutable("backend-1", "backend", ".").WithServerSettings(), builder);
        var dashboard = await DashboardVariablesAsync(builder, builder.AddDashboardKey("dashboard-key"));

        Assert.DoesNotContain(gateway.Keys, key => key.StartsWith("Gateway__", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Keys, key => key.StartsWith("Backend__", StringComparison.Ordinal));
        Assert.All([gateway, server, dashboard], variables => Assert.DoesNotContain("Registry__Cluster", variables.Keys));
        Assert.Equal(["Dashboard__ApiKey"], dashboard.Keys.Where(key => key.StartsWith("Dashboard__", StringComparison.Ordinal)));
        Assert.Equal("{dashboard-key.value}", dashboard["Dashboard__ApiKey"]);
    }

    private static IResourceBuilder<LoadBalancerExecutableResource> AddGateway(IDistributedApplicationBuilder builder) =>
        builder.AddLoadBalancer("gateway", "gateway", ".");

    private static Task<IReadOnlyDictionary<string, string>> TextAsync(
        IResourceBuilder<IResource> resource, IDistributedApplicationBuilder builder) =>
        ResourceVariables.TextAsync(resource.Resource, builder.ExecutionContext);

    private static Task<IReadOnlyDictionary<string, string>> DashboardVariablesAsync(
        IDistributedApplicationBuilder builder, IResourceBuilder<ParameterResource>? key) =>
        TextAsync(builder.AddLoadBalancerDashboard<DashboardProject>("dashboard", apiKey: key).WithDashboardSettings(), builder);

    private Task<IReadOnlyDictionary<string, string>> GatewayVariablesAsync(GatewayPlace place) =>
        TextAsync(AddGateway(_builder).WithGatewaySettings(place), _builder);

    private sealed class DashboardProject : IProjectMetadata
    {
        public string ProjectPath => Support.Repository.PathOf("LoadBalancer.Dashboard", "LoadBalancer.Dashboard.csproj");
    }
}
