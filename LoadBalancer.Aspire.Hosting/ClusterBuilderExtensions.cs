using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting;
using LoadBalancer.Aspire.Hosting.Control;
using LoadBalancer.Aspire.Hosting.Stopping;

namespace Aspire.Hosting;

/// <summary>Puts servers behind LoadBalancer gateways.</summary>
public static class ClusterBuilderExtensions
{
    private const string Http = "http";

    /// <summary>Puts a server behind a gateway.</summary>
    /// <inheritdoc
    /// cref="WithCluster{T}(IResourceBuilder{T}, string, IEnumerable{IResourceBuilder{IResourceWithEndpoints}}, string?, string)"/>
    /// <param name="builder">The gateway.</param>
    /// <param name="name">The name of the cluster.</param>
    /// <param name="server">The server.</param>
    /// <param name="hashKey">The part of a request that its key is taken from.</param>
    /// <param name="endpointName">The endpoint of the server that requests go to.</param>
    public static IResourceBuilder<T> WithCluster<T>(
        this IResourceBuilder<T> builder,
        string name,
        IResourceBuilder<IResourceWithEndpoints> server,
        string? hashKey = null,
        string endpointName = Http)
        where T : ILoadBalancerResource => builder.WithCluster(name, [server], hashKey, endpointName);

    /// <summary>
    /// Puts servers behind a gateway. Each server gets the settings that it registers with (<c>AddLoadBalancerServer</c> in its
    /// <c>Program.cs</c>): its id, which is the name of the resource, the URL at which the gateway reaches it, and the store.
    /// </summary>
    /// <typeparam name="T">The type of the gateway resource.</typeparam>
    /// <param name="builder">
    /// The gateway. Call <c>WithStore</c> before this method, and <c>WithDashboard</c> if there is a dashboard.
    /// </param>
    /// <param name="name">The name of the cluster; <c>default</c> if there is only one. A gateway serves one cluster.</param>
    /// <param name="servers">
    /// The servers: projects, containers or executables. Each must be a separate resource: the replicas of a single resource have no
    /// addresses of their own, so keys could not be placed on them.
    /// </param>
    /// <param name="hashKey">
    /// The part of a request that its key is taken from, for example <c>header:X-Tenant</c>; <see langword="null"/> for the gateway's
    /// default.
    /// </param>
    /// <param name="endpointName">The endpoint of the servers that requests go to.</param>
    /// <returns>The gateway.</returns>
    /// <exception cref="DistributedApplicationException">
    /// The gateway has no store yet or serves another cluster, or a server does not support environment variables.
    /// </exception>
    public static IResourceBuilder<T> WithCluster<T>(
        this IResourceBuilder<T> builder,
        string name,
        IEnumerable<IResourceBuilder<IResourceWithEndpoints>> servers,
        string? hashKey = null,
        string endpointName = Http)
        where T : ILoadBalancerResource
    {
        if (!builder.Resource.TryGetLastAnnotation<StoreAnnotation>(out var shared))
        {
            throw new DistributedApplicationException($"{builder.Resource.Name} has no store: call WithStore before WithCluster.");
        }

        builder.Serve(name);
        if (hashKey is not null)
        {
            builder.WithEnvironment(LoadBalancerSettings.HashKey, hashKey);
        }

        var dashboard = builder.Resource.TryGetLastAnnotation<DashboardAnnotation>(out var control) ? control.Dashboard : null;
        foreach (var server in servers)
        {
            builder.Join(server, name, shared.Store, endpointName);
            if (dashboard is not null)
            {
                server.WithControlCommands(dashboard);
            }
        }

        return builder;
    }

    private static void Serve<T>(this IResourceBuilder<T> gateway, string cluster)
        where T : ILoadBalancerResource
    {
        if (gateway.Resource.TryGetLastAnnotation<ClusterAnnotation>(out var served)
            && !string.Equals(served.Name, cluster, StringComparison.Ordinal))
        {
            throw new DistributedApplicationException(
                $"{gateway.Resource.Name} already serves cluster '{served.Name}'; add a second gateway for '{cluster}'.");
        }

        gateway.WithAnnotation(new ClusterAnnotation(cluster)).InCluster(cluster);
        if (gateway.Resource.TryGetLastAnnotation<DashboardAnnotation>(out var control))
        {
            gateway.ApplicationBuilder.CreateResourceBuilder<IResourceWithEnvironment>(control.Dashboard).InCluster(cluster);
        }
    }

    private static void Join<T>(
        this IResourceBuilder<T> gateway,
        IResourceBuilder<IResourceWithEndpoints> server,
        string cluster,
        IResourceBuilder<IResourceWithConnectionString> store,
        string endpointName)
        where T : ILoadBalancerResource
    {
        if (server.Resource is not IResourceWithEnvironment resource)
        {
            throw new DistributedApplicationException(
                $"{server.Resource.Name} does not support environment variables, so it cannot be configured to register.");
        }

        // The server's address in the gateway's network: a container reaches another container by its name, and this machine reaches it by
        // a published port.
        var network = gateway.Resource is ContainerResource
            ? KnownNetworkIdentifiers.DefaultAspireContainerNetwork
            : KnownNetworkIdentifiers.LocalhostNetwork;
        var endpoint = gateway.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? server.GetEndpoint(endpointName)
            : server.Resource.GetEndpoint(endpointName, network);
        gateway.ApplicationBuilder.CreateResourceBuilder(resource)
            .WithReference(store, LoadBalancerSettings.Store)
            .WithEnvironment(LoadBalancerSettings.ServerId, resource.Name)
            .WithEnvironment(LoadBalancerSettings.ServerUrl, endpoint)
            .InCluster(cluster)
            .WithAnnotation(new StopStageAnnotation(StopStage.Servers), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<T> InCluster<T>(this IResourceBuilder<T> builder, string cluster)
        where T : IResourceWithEnvironment =>
        string.Equals(cluster, LoadBalancerSettings.DefaultCluster, StringComparison.Ordinal)
            ? builder
            : builder.WithEnvironment(LoadBalancerSettings.Cluster, cluster);

    private static void WithControlCommands(this IResourceBuilder<IResourceWithEndpoints> server, ILoadBalancerDashboardResource dashboard)
    {
        if (!server.Resource.Annotations.OfType<ResourceCommandAnnotation>()
            .Any(command => string.Equals(command.Name, "drain", StringComparison.Ordinal)))
        {
            server.WithControlCommand(
                dashboard, "drain", "Drain", "ArrowDown", "Stops sending new requests to the server; requests in flight finish.");
            server.WithControlCommand(dashboard, "activate", "Activate", "ArrowUp", "Sends requests to the server again.");
        }
    }

    private static void WithControlCommand(
        this IResourceBuilder<IResourceWithEndpoints> server,
        ILoadBalancerDashboardResource dashboard,
        string action,
        string title,
        string icon,
        string description) =>
        server.WithHttpCommand(
            $"/api/servers/{server.Resource.Name}/{action}",
            title,
            endpointSelector: () => ControlApi.EndpointOf(dashboard),
            commandName: action,
            commandOptions: new HttpCommandOptions
            {
                Method = HttpMethod.Post,
                Description = description,
                IconName = icon,
                PrepareRequest = context => ControlApi.AuthorizeAsync(dashboard, context.Request, context.CancellationToken),
            });
}
