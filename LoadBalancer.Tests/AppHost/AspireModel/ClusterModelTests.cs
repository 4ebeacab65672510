using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LoadBalancer.AppHost.Topology;
using Microsoft.Extensions.DependencyInjection;
using AspireProject = Aspire.Hosting.ApplicationModel.ProjectResource;

namespace LoadBalancer.Tests.AppHost.AspireModel;

/// <summary>The resources as Aspire has them, without starting any.</summary>
public sealed class ClusterModelTests
{
    [Fact]
    public async Task Model_Defaults_HasTheTopologysNames()
    {
        await using var builder = await CreateAsync();

        var topology = ClusterTopology.Describe(new TopologyOptions());
        Assert.Equal(
            topology.Backends.Select(backend => backend.Name).Concat([ResourceNames.Dashboard, ResourceNames.Gateway]).Order(StringComparer.Ordinal),
            Projects(builder).Select(project => project.Name).Order(StringComparer.Ordinal));
        Assert.Single(builder.Resources.OfType<RedisResource>(), redis => string.Equals(redis.Name, ResourceNames.Store, StringComparison.Ordinal));
        Assert.Contains(builder.Resources.OfType<ParameterResource>(), parameter => parameter is { Name: "dashboard-key", Secret: true });
    }

    [Fact]
    public async Task Model_Arguments_AreTheLaunchers()
    {
        await using var builder = await CreateAsync("--backends", "5", "--gateways", "2", "--gateway-port", "8081", "--dashboard-port", "8082");

        Assert.Equal(5, Projects(builder).Count(project => project.Name.StartsWith("backend-", StringComparison.Ordinal)));
        Assert.Equal(2, Project(builder, ResourceNames.Gateway).GetReplicaCount());
        Assert.Equal((8081, true), PortOf(Project(builder, ResourceNames.Gateway)));
        Assert.Equal((8082, true), PortOf(Project(builder, ResourceNames.Dashboard)));
        Assert.Equal((null, false), PortOf(Project(builder, "backend-1")));
    }

    [Fact]
    public async Task Model_EveryProject_WaitsForTheStoreAndSaysWhetherItIsWell()
    {
        await using var builder = await CreateAsync();

        Assert.All(Projects(builder), project =>
        {
            Assert.Single(project.Annotations.OfType<WaitAnnotation>(), wait => string.Equals(wait.Resource.Name, ResourceNames.Store, StringComparison.Ordinal));
            Assert.NotEmpty(project.Annotations.OfType<HealthCheckAnnotation>());
        });
    }

    [Fact]
    public async Task Model_Server_HasItsCommands()
    {
        await using var builder = await CreateAsync();

        var commands = Project(builder, "backend-1").Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name).ToArray();
        Assert.Contains("drain", commands);
        Assert.Contains("activate", commands);
    }

    [Fact]
    public async Task Model_RedisOfTheUsers_IsAConnectionStringAlone()
    {
        await using var builder = await CreateAsync("--redis", "redis.example:6379,password=secret");

        Assert.Empty(builder.Resources.OfType<RedisResource>());
        Assert.Single(builder.Resources.OfType<ConnectionStringResource>(), store => string.Equals(store.Name, ResourceNames.Store, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publishing_Variables_AreThoseOfTheTopology()
    {
        await using var builder = await CreateAsync("--publisher", "manifest", "--output-path", "unused.json");

        await using var app = await builder.BuildAsync(TestContext.Current.CancellationToken);
        var context = app.Services.GetRequiredService<DistributedApplicationExecutionContext>();
        var topology = ClusterTopology.Describe(new TopologyOptions());
        foreach (var server in topology.Backends)
        {
            var variables = await VariablesAsync(context, Project(builder, server.Name));

            Assert.Equal(server.Name, variables[Variables.ServerId]);
            Assert.Equal($"{{{server.Name}.bindings.http.url}}", variables[Variables.ServerUrl]);
            Assert.Equal("{redis.connectionString}", variables[Variables.ConnectionString(ResourceNames.Store)]);
        }

        var dashboard = await VariablesAsync(context, Project(builder, ResourceNames.Dashboard));
        Assert.Equal("{dashboard-key.value}", dashboard[Variables.DashboardKey]);
        var gateway = await VariablesAsync(context, Project(builder, ResourceNames.Gateway));
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", gateway.Keys);
        Assert.DoesNotContain(Variables.GatewayId, gateway.Keys);
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] arguments) =>
        DistributedApplicationTestingBuilder.CreateAsync<global::Projects.LoadBalancer_AppHost>(arguments, TestContext.Current.CancellationToken);

    private static async Task<Dictionary<string, string>> VariablesAsync(DistributedApplicationExecutionContext context, AspireProject project)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(project)
            .WithEnvironmentVariablesConfig()
            .BuildAsync(context, cancellationToken: TestContext.Current.CancellationToken);
        return new(configuration.EnvironmentVariables, StringComparer.Ordinal);
    }

    private static IEnumerable<AspireProject> Projects(IDistributedApplicationTestingBuilder builder) =>
        builder.Resources.OfType<AspireProject>();

    private static AspireProject Project(IDistributedApplicationTestingBuilder builder, string name) =>
        Projects(builder).Single(project => string.Equals(project.Name, name, StringComparison.Ordinal));

    private static (int? Port, bool IsExternal) PortOf(AspireProject project)
    {
        var endpoint = project.Annotations.OfType<EndpointAnnotation>().Single();
        return (endpoint.Port, endpoint.IsExternal);
    }
}
