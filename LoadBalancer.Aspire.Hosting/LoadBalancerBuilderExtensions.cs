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
    /// <param name="port">The port on this machine, 1 to 65535; a free port by default.</param>
    /// <returns>The gateway, which needs a store (<c>WithStore</c>) and servers (<c>WithCluster</c>).</returns>
    public static IResourceBuilder<LoadBalancerContainerResource> AddLoadBalancer(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddResource(new LoadBalancerContainerResource(name))
            .WithImage("loadbalancer/gateway")
            .WithOtlpExporter()
            .AsGateway(port, LoadBalancerSettings.ContainerPort, managementPort: null, managementPath: "");

    /// <summary>Adds a gateway that runs as a program on this machine.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource, by which clients refer to the gateway; also its id in the cluster.</param>
    /// <param name="command">The program, for example <c>/opt/loadbalancer/Gateway/LoadBalancer.Gateway</c>.</param>
    /// <param name="workingDirectory">The directory that it starts in.</param>
    /// <param name="port">The port, 1 to 65535; a free port by default.</param>
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
    /// <param name="port">The port, 1 to 65535; a free port by default.</param>
    /// <param name="managementPort">
    /// The port of the gateway's own endpoints, if they have a separate port (<c>Gateway:ManagementPort</c>).
    /// </param>
    /// <param name="managementPath">The path prefix of the gateway's own endpoints (<c>Gateway:ManagementPath</c>).</param>
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

        // ASP.NET Core would trust the X-Forwarded-… headers of any client; Gateway:TrustedProxies decides which proxies to trust.
        gateway.DisableForwardedHeaders();
        return gateway.AsGateway(
            port, builder.ExecutionContext.IsPublishMode ? LoadBalancerSettings.ContainerPort : null, managementPort, managementPath);
    }

    /// <summary>Makes a gateway share membership, health and counters through Redis.</summary>
    /// <typeparam name="T">The type of the gateway resource.</typeparam>
    /// <param name="builder">The gateway.</param>
    /// <param name="store">A Redis resource, or any resource that provides the connection string of a Redis.</param>
    /// <returns>The gateway.</returns>
    public static IResourceBuilder<T> WithStore<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> store)
        where T : ILoadBalancerResource =>
        builder.UseStore(store).WithAnnotation(new StoreAnnotation(store), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>
    /// Lets a dashboard control the servers of a gateway: each server gets the commands Drain and Activate. Call this method before
    /// <c>WithCluster</c>.
    /// </summary>
    /// <typeparam name="T">The type of the gateway resource.</typeparam>
    /// <param name="builder">The gateway.</param>
    /// <param name="dashboard">The dashboard.</param>
    /// <returns>The gateway.</returns>
    public static IResourceBuilder<T> WithDashboard<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<ILoadBalancerDashboardResource> dashboard)
        where T : ILoadBalancerResource =>
        builder.WithAnnotation(new DashboardAnnotation(dashboard.Resource), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>
    /// Restarts a resource whenever it ends without having been stopped: at once the first time, and with increasing delays of up to 2 s
    /// after that. A gateway or dashboard that cannot start because of its settings or a port that is taken is not restarted.
    /// </summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
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

        // Requests do not pass through DCP's proxy, which costs more processor time than the gateway itself.
        builder.WithHttpEndpoint(port, targetPort, isProxied: false)
            .WithExternalHttpEndpoints()
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Load balancer")
            .WithIconName("ArrowSplit")
            .WithAnnotation(new StopStageAnnotation(StopStage.Gateways));
        if (isRun)
        {
            builder.ApplicationBuilder.Services.AddOrderedStop();

            // In a published application the container's name distinguishes replicas.
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
