#pragma warning disable ASPIREPROJECTS001 // The only way to give a subclass of ProjectResource what AddProject gives to ProjectResource.

using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting;
using LoadBalancer.Aspire.Hosting.Control;
using LoadBalancer.Aspire.Hosting.Replicas;
using LoadBalancer.Aspire.Hosting.Stopping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Adds the LoadBalancer dashboard, with its control API, to a distributed application.</summary>
public static class LoadBalancerDashboardBuilderExtensions
{
    private const string Http = "http";

    /// <summary>
    /// Adds a dashboard that runs in a container of the image <c>loadbalancer/dashboard</c>. It requires an API key; a key is generated
    /// unless one is given.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port on this machine, 1 to 65535; a free port by default.</param>
    /// <param name="apiKey">The key to use instead of a generated one.</param>
    /// <returns>The dashboard, which needs the gateway's store (<c>WithStore</c>).</returns>
    public static IResourceBuilder<LoadBalancerDashboardContainerResource> AddLoadBalancerDashboard(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? apiKey = null)
    {
        var key = apiKey ?? builder.AddGeneratedKey(name);
        return builder.AddResource(new LoadBalancerDashboardContainerResource(name, key.Resource))
            .WithImage("loadbalancer/dashboard")
            .WithOtlpExporter()
            .AsDashboard(port, LoadBalancerSettings.ContainerPort);
    }

    /// <summary>Adds a dashboard that runs as a project of the solution.</summary>
    /// <typeparam name="TProject">The project, <c>Projects.LoadBalancer_Dashboard</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port, 1 to 65535; a free port by default.</param>
    /// <param name="apiKey">
    /// The key that the dashboard requires. Without a key it listens on loopback only; when the application is published without one, a key
    /// is generated.
    /// </param>
    /// <returns>The dashboard, which needs the gateway's store (<c>WithStore</c>).</returns>
    public static IResourceBuilder<LoadBalancerDashboardProjectResource> AddLoadBalancerDashboard<TProject>(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? apiKey = null)
        where TProject : IProjectMetadata, new()
    {
        var isPublish = builder.ExecutionContext.IsPublishMode;
        var key = apiKey ?? (isPublish ? builder.AddGeneratedKey(name) : null);
        var dashboard = builder.AddResource(new LoadBalancerDashboardProjectResource(name, key?.Resource))
            .WithAnnotation(new TProject())
            .WithProjectDefaults(new ProjectResourceOptions { ExcludeLaunchProfile = true });

        // ASP.NET Core would trust the X-Forwarded-… headers of any client.
        dashboard.DisableForwardedHeaders();
        return dashboard.AsDashboard(port, isPublish ? LoadBalancerSettings.ContainerPort : null);
    }

    /// <summary>Makes a dashboard show and control the gateways and servers that share a store.</summary>
    /// <typeparam name="T">The type of the dashboard resource.</typeparam>
    /// <param name="builder">The dashboard.</param>
    /// <param name="store">The gateways' store.</param>
    /// <returns>The dashboard.</returns>
    public static IResourceBuilder<T> WithStore<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> store)
        where T : ILoadBalancerDashboardResource =>
        builder.UseStore(store);

    /// <summary>
    /// Lets the dashboard decide how many of the servers run (its page Servers, <c>PUT /api/replicas</c>). The model of an application is
    /// fixed once it is built, so every server that may run must be declared; those beyond the initial ones are not started until they are
    /// needed.
    /// </summary>
    /// <typeparam name="T">The type of the dashboard resource.</typeparam>
    /// <param name="builder">The dashboard.</param>
    /// <param name="servers">The servers, in the order in which they are started; they are stopped in reverse order.</param>
    /// <param name="initially">The number of servers that run at the start, 1 to the number of <paramref name="servers"/>.</param>
    /// <returns>The dashboard.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initially"/> is out of range.</exception>
    public static IResourceBuilder<T> WithServerCount<T>(
        this IResourceBuilder<T> builder, IEnumerable<IResourceBuilder<IResource>> servers, int initially)
        where T : ILoadBalancerDashboardResource
    {
        var all = servers.ToArray();
        ArgumentOutOfRangeException.ThrowIfLessThan(initially, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initially, all.Length);
        foreach (var spare in all[initially..])
        {
            spare.WithExplicitStart();
        }

        if (builder.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            var set = new ReplicaSet(builder.Resource, [.. all.Select(server => server.Resource)], initially);
            builder.ApplicationBuilder.Services.TryAddSingleton<SpareServers>();
            builder.ApplicationBuilder.Services.AddSingleton<IHostedService>(services => new ReplicaFollower(
                set,
                new ControlApi(builder.Resource).ReportAsync,
                new ReplicaSwitch(
                    set,
                    services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync,
                    services.GetRequiredService<SpareServers>(),
                    services.GetRequiredService<ILogger<ReplicaFollower>>()),
                services.GetRequiredService<IHostApplicationLifetime>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<ReplicaFollower>>()));
        }

        return builder;
    }

    private static IResourceBuilder<T> AsDashboard<T>(this IResourceBuilder<T> builder, int? port, int? targetPort)
        where T : ILoadBalancerDashboardResource
    {
        var isRun = builder.ApplicationBuilder.ExecutionContext.IsRunMode;
        if (isRun)
        {
            builder.ApplicationBuilder.Services.AddOrderedStop();
        }

        builder.WithHttpEndpoint(port, targetPort, isProxied: false)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck(LoadBalancerSettings.HealthPath, endpointName: Http)
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Dashboard")
            .WithIconName("DataPie")
            .WithAnnotation(new StopStageAnnotation(StopStage.Dashboard));
        if (builder.Resource.ApiKey is { } key)
        {
            builder.WithEnvironment(LoadBalancerSettings.ApiKey, ReferenceExpression.Create($"{key}"));
        }

        if (isRun && builder.Resource is not ContainerResource)
        {
            var host = builder.Resource.ApiKey is null ? "127.0.0.1" : "*";
            builder.WithEnvironment(
                LoadBalancerSettings.Urls,
                ReferenceExpression.Create($"http://{host}:{builder.GetEndpoint(Http).Property(EndpointProperty.TargetPort)}"));
        }

        return builder;
    }

    private static IResourceBuilder<ParameterResource> AddGeneratedKey(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter($"{name}-key", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
}
