using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.Readiness;
using LoadBalancer.Tests.Aspire.Hosting;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.AppHost.Readiness;

public sealed class ResourceReadinessSourceTests : IAsyncDisposable
{
    private readonly UnstartedApplication _application;
    private readonly ResourceReadinessSource _source;

    public ResourceReadinessSourceTests()
    {
        var builder = UnstartedApplication.CreateBuilder();
        var store = builder.AddConnectionString("redis");
        var servers = Enumerable.Range(1, 3)
            .Select(
                number => builder.AddExecutable($"backend-{number}", "backend", ".").WithHttpEndpoint().WithHttpHealthCheck("/healthcheck"))
            .ToArray();
        var dashboard = builder.AddLoadBalancerDashboard("dashboard").WithStore(store).WithServerCount(servers, 2);
        builder.AddLoadBalancer("gateway", "gateway", ".").WithStore(store).WithDashboard(dashboard).WithCluster("default", servers)
            .WithAnnotation(new HealthcheckUrl("http", "/own/healthcheck"));
        builder.AddLoadBalancer("gateway-2", "gateway", ".").WithStore(store);
        _application = UnstartedApplication.Build(builder);
        _source = _application.Create<ResourceReadinessSource>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public void Gateways_OfAModel_AreItsGateways()
    {
        Assert.Equal(["gateway", "gateway-2"], _source.Gateways);
    }

    [Fact]
    public void Checked_OfAModel_AreStartedResourcesWithAHealthCheck()
    {
        Assert.Equal(["backend-1", "backend-2", "dashboard", "gateway", "gateway-2"], _source.Checked);
    }

    [Theory]
    [InlineData("Running", true)]
    [InlineData("Starting", false)]
    [InlineData("Finished", false)]
    public async Task IsHealthy_NoFailingCheck_IsTrueWhileItRuns(string state, bool isHealthy)
    {
        Assert.False(_source.IsHealthy("dashboard"));

        await _application.SetStateAsync("dashboard", state);

        Assert.Equal(isHealthy, _source.IsHealthy("dashboard"));
    }

    [Fact]
    public async Task CountUsableAsync_NoPortYet_IsUnknown()
    {
        Assert.Null(await _source.CountUsableAsync("gateway", Token));
    }

    [Fact]
    public async Task CountUsableAsync_GatewayResponds_IsTheCountAtItsOwnPath()
    {
        var paths = new List<string>();
        await using var server = await StartAsync(context =>
        {
            paths.Add(context.Request.Path);
            return context.Response.WriteAsync("""{"status":"ok","usable":2}""", Token);
        });

        Assert.Equal(2, await _source.CountUsableAsync("gateway", Token));
        Assert.Equal(["/own/healthcheck"], paths);
    }

    [Theory]
    [InlineData(503, """{"usable":2}""")]
    [InlineData(200, "<html>")]
    [InlineData(200, "null")]
    public async Task CountUsableAsync_GatewayIsNotHealthy_IsUnknown(int status, string body)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body, Token);
        });

        Assert.Null(await _source.CountUsableAsync("gateway", Token));
    }

    [Fact]
    public async Task CountUsableAsync_ConnectionRefused_IsUnknown()
    {
        using var dead = new DeadPort();
        Allocate("gateway", new Uri(dead.Url).Port);

        Assert.Null(await _source.CountUsableAsync("gateway", Token));
    }

    [Fact]
    public void Addresses_PortsGiven_AreTheUserFacingUrls()
    {
        Allocate("gateway", 80);
        Allocate("gateway-2", 8081);
        Allocate("dashboard", 59987);

        Assert.Equal(
            ["http://localhost/", "http://localhost:8081/", "dashboard http://localhost:59987/"],
            _source.Addresses.Select(address => address.IsGateway ? address.Url : $"{address.Name} {address.Url}"));
    }

    private async Task<HttpTestServer> StartAsync(RequestDelegate respond)
    {
        var server = await HttpTestServer.StartAsync("gateway", respond);
        Allocate("gateway", new Uri(server.Url).Port);
        return server;
    }

    private void Allocate(string name, int port)
    {
        var endpoint = _application.Resource(name).Annotations.OfType<EndpointAnnotation>().Single();
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
    }
}
