#pragma warning disable ASPIREPROJECTS001 // The only way to give a subclass of ProjectResource what AddProject gives to ProjectResource.

using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Aspire.Hosting.Supervision;

namespace Aspire.Hosting;

/// <summary>Adds LoadBalancer gateways to a distributed application.</summary>
public static class LoadBalancerBuilderExtensions
{
    private const string Http = "http";
    private const string Management = "management";

    /// <summary>Adds a gateway that runs in a container of the image <c>loadbalancer/gateway</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, by which clients refer to the gateway; also its id in the cluster.</param>
    /// <param name="port">The port on this machine, 1 to 65535; a free one by default.</param>
    /// <returns>The gateway, which needs a store (<c>WithStore</c>) and servers (<c>WithCluster</c>).</returns>
    public static IResourceBuilder<LoadBalancerContainerResource> AddLoadBalancer(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddResource(new LoadBalancerContainerResource(name))
            .WithImage("loadbalancer/gateway")
            .WithOtlpExporter()
            .AsGateway(port, LoadBalancerSettings.ContainerPort, managementPort: null, managementPath: "");

    /// <summary>Adds a gateway that runs as a program of this machine.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, by which clients refer to the gateway; also its id in the cluster.</param>
    /// <param name="command">The program, for example <c>/opt/loadbalancer/Gateway/LoadBalancer.Gateway</c>.</param>
    /// <param name="workingDirectory">The directory that it starts in.</param>
    /// <param name="port">The port, 1 to 65535; a free one by default.</param>
    /// <returns>The gateway, which needs a store (<c>WithStore</c>) and servers (<c>WithCluster</c>).</returns>
    public static IResourceBuilder<LoadBalancerExecutableResource> AddLoadBalancer(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        string command,
        string workingDirectory,
        int? port = null) =>
        builder.AddResource(new LoadBalancerExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory)))
            .WithOtlpExporter()
            .AsGateway(port, targetPort: null, managementPort: null, managementPath: "");

    /// <summary>Adds a gateway that runs as a project of the solution.</summary>
    /// <typeparam name="TProject">The project, <c>Projects.LoadBalancer_Gateway</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, by which clients refer to the gateway; also its id in the cluster.</param>
    /// <param name="port">The port, 1 to 65535; a free one by default.</param>
    /// <param name="managementPort">
    /// The port of the gateway's own endpoints, where they have one to themselves (<c>Gateway:ManagementPort</c>).
    /// </param>
    /// <param name="managementPath">The path that the gateway's own endpoints are below (<c>Gateway:ManagementPath</c>).</param>
    /// <returns>The gateway, which needs a store (<c>WithStore</c>) and servers (<c>WithCluster</c>).</returns>
    public static IResourceBuilder<LoadBalancerProjectResource> AddLoadBalancer<TProject>(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        int? port = null,
        int? managementPort = null,
        string managementPath = "")
        where TProject : IProjectMetadata, new()
    {
        var gateway = builder.AddResource(new LoadBalancerProjectResource(name))
            .WithAnnotation(new TProject())
            .WithProjectDefaults(new ProjectResourceOptions { ExcludeLaunchProfile = true });

        // ASP.NET Core would believe whoever sends X-Forwarded-…; Gateway:TrustedProxies decides whom to believe.
        gateway.DisableForwardedHeaders();
        return gateway.AsGateway(
            port, builder.ExecutionContext.IsPublishMode ? LoadBalancerSettings.ContainerPort : null, managementPort, managementPath);
    }

    /// <summary>Makes a gateway share membership, health and counters through a Redis.</summary>
    /// <typeparam name="T">How the gateway runs.</typeparam>
    /// <param name="builder">The gateway.</param>
    /// <param name="store">A Redis, or anything that gives the connection string of one.</param>
    /// <returns>The gateway.</returns>
    public static IResourceBuilder<T> WithStore<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> store)
        where T : ILoadBalancerResource =>
        builder.UseStore(store).WithAnnotation(new StoreAnnotation(store), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>
    /// Lets a dashboard control the servers of a gateway: each gets the commands Drain and Activate. Call it before <c>WithCluster</c>.
    /// </summary>
    /// <typeparam name="T">How the gateway runs.</typeparam>
    /// <param name="builder">The gateway.</param>
    /// <param name="dashboard">The dashboard.</param>
    /// <returns>The gateway.</returns>
    public static IResourceBuilder<T> WithDashboard<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<ILoadBalancerDashboardResource> dashboard)
        where T : ILoadBalancerResource =>
        builder.WithAnnotation(new DashboardAnnotation(dashboard.Resource), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>
    /// Starts a resource again whenever it ends without having been stopped, at once the first time and with growing delays up to 2 s
    /// after that. A gateway or a dashboard that its settings keep from starting is left alone.
    /// </summary>
    /// <typeparam name="T">What the resource is.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithRestart<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        builder.ApplicationBuilder.Services.AddSupervision();
        return builder.WithAnnotation(RestartAnnotation.For(builder.Resource), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<T> AsGateway<T>(
        this IResourceBuilder<T> builder, int? port, int? targetPort, int? managementPort, string managementPath)
        where T : ILoadBalancerResource
    {
        var isRun = builder.ApplicationBuilder.ExecutionContext.IsRunMode;

        // Without DCP's proxy in between, which costs more processor time than the gateway itself.
        builder.WithHttpEndpoint(port, targetPort, isProxied: false)
            .WithExternalHttpEndpoints()
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Load balancer")
            .WithIconName("ArrowSplit")
            .WithAnnotation(new StopStageAnnotation(StopStage.Gateways));
        if (isRun)
        {
            builder.ApplicationBuilder.Services.AddOrderedStop();

            // Elsewhere the container's name tells replicas apart.
            builder.WithEnvironment(LoadBalancerSettings.GatewayId, builder.Resource.Name);
        }

        if (isRun && builder.Resource is not ContainerResource)
        {
            builder.WithEnvironment(
                LoadBalancerSettings.Urls,
                ReferenceExpression.Create($"http://*:{builder.GetEndpoint(Http).Property(EndpointProperty.TargetPort)}"));
        }

        if (managementPort is not null)
        {
            builder.WithHttpEndpoint(managementPort, managementPort, Management, isProxied: false)
                .WithUrlForEndpoint(Management, url => url.DisplayText = "Management");
        }

        return builder.WithHttpHealthCheck(
            managementPath + LoadBalancerSettings.HealthPath, endpointName: managementPort is null ? Http : Management);
    }
}
