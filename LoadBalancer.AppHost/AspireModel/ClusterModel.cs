using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.Topology;
using ProjectBuilder = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;
using StoreBuilder = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.IResourceWithConnectionString>;

namespace LoadBalancer.AppHost.AspireModel;

/// <summary>The topology as Aspire's resources.</summary>
/// <remarks>
/// Each server is a resource of its own: replicas of one are an anonymous pool, in which a key has no place. Gateways are replicas
/// of one: they share everything through Redis.
/// </remarks>
internal static class ClusterModel
{
    private const string Http = "http";

    public static void AddCluster(this IDistributedApplicationBuilder builder, TopologyOptions options)
    {
        var topology = ClusterTopology.Describe(options);
        var containers = Publishing.Of(builder, options.PublishTo);
        var store = builder.AddStore(options);

        // Each on a free port of this machine, or all on the same one in containers of their own.
        int? inside = builder.ExecutionContext.IsPublishMode ? ContainerRules.Port : null;
        var key = builder.AddDashboardKey();

        var dashboard = builder.AddProject<Projects.LoadBalancer_Dashboard>(topology.Dashboard.Name, launchProfileName: null)
            .WithHttpEndpoint(port: options.DashboardPort, targetPort: inside)
            .WithExternalHttpEndpoints()
            .Using(store)
            .WithEnvironment(Variables.DashboardKey, key)
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Dashboard")
            .WithScaleHint();
        containers(dashboard, Project.Dashboard);

        foreach (var server in topology.Backends)
        {
            var backend = builder.AddProject<Projects.LoadBalancer_Backend>(server.Name, launchProfileName: null)
                .WithHttpEndpoint(targetPort: inside)
                .Using(store)
                .WithVariables(server.Environment)
                .WithUrlForEndpoint(Http, url => url.DisplayText = "Server, past the gateway")
                .WithServerCommands(server.Name, dashboard.GetEndpoint(Http), key.Resource);

            // The address that others reach it by: under Aspire that of a proxy, of a service, of a container app.
            backend.WithEnvironment(Variables.ServerUrl, backend.GetEndpoint(Http));
            containers(backend, Project.Backend);
        }

        var gateway = builder.AddProject<Projects.LoadBalancer_Gateway>(ResourceNames.Gateway, launchProfileName: null)
            .WithHttpEndpoint(port: options.GatewayPort, targetPort: inside)
            .WithExternalHttpEndpoints()
            .WithReplicas(options.Gateways)
            .Using(store)
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Load balancer");
        if (builder.ExecutionContext.IsRunMode)
        {
            // Replicas on one machine have nothing of their own but the port; in containers the machine's name tells them apart.
            gateway.WithEnvironment(
                Variables.GatewayId, ReferenceExpression.Create($"{ResourceNames.Gateway}-{gateway.GetEndpoint(Http).Property(EndpointProperty.TargetPort)}"));
            gateway.WithEnvironment(Variables.WarmUp, options.WarmUp);
        }

        containers(gateway, Project.Gateway);
    }

    private static StoreBuilder AddStore(this IDistributedApplicationBuilder builder, TopologyOptions options)
    {
        if (options.Redis is { } connection)
        {
            var text = builder.AddParameter("redis-connection", connection, secret: true);
            return builder.AddConnectionString(ResourceNames.Store, ReferenceExpression.Create($"{text}"));
        }

        var redis = builder.AddRedis(ResourceNames.Store);
        return options.RedisVolume is { } volume ? redis.WithDataVolume(volume) : redis;
    }

    /// <summary>What the user has set, else a generated one: never none.</summary>
    private static IResourceBuilder<ParameterResource> AddDashboardKey(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["Dashboard:ApiKey"] is { Length: > 0 } key
            ? builder.AddParameter("dashboard-key", key, secret: true)
            : builder.AddParameter("dashboard-key", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

    /// <remarks>Without ASP.NET Core's own reading of X-Forwarded-…: it would believe anyone; Gateway:TrustedProxies says whom to believe.</remarks>
    private static ProjectBuilder Using(this ProjectBuilder project, StoreBuilder store) =>
        project.WithReference(store).WaitFor(store).WithHttpHealthCheck(ContainerRules.HealthPath).DisableForwardedHeaders();

    private static ProjectBuilder WithVariables(this ProjectBuilder project, IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
        {
            project.WithEnvironment(name, value);
        }

        return project;
    }
}
