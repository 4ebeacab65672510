using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Launching;
using LoadBalancer.AppHost.Settings;

namespace LoadBalancer.AppHost.Servers;

/// <summary>
/// Adds the servers behind the gateways, one resource per server, so that each has a name, an address and its own place on the ring.
/// </summary>
internal static class ServerExtensions
{
    private const int ContainerPort = 8080;
    private const string Http = "http";
    private const string HealthPath = "/healthcheck";

    public static IResourceBuilder<IResourceWithEndpoints>[] AddServers(
        this IDistributedApplicationBuilder builder,
        string name,
        AppHostOptions options,
        IResourceBuilder<IResourceWithConnectionString> store)
    {
        var image = options.HasContainerServers && builder.ExecutionContext.IsRunMode ? builder.AddServerImage(name, options) : null;
        return
        [
            .. Enumerable.Range(1, builder.ExecutionContext.IsPublishMode ? options.Backends : options.MaxBackends)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"))
                .Select(IResourceBuilder<IResourceWithEndpoints> (server) => image is null
                    ? builder.AddServerProject(server, store)
                    : builder.AddServerContainer(server, image, store)),
        ];
    }

    private static IResourceBuilder<ProjectResource> AddServerProject(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<IResourceWithConnectionString> store)
    {
        int? inside = builder.ExecutionContext.IsPublishMode ? ContainerPort : null;
        var server = builder.AddProject<Projects.LoadBalancer_Backend>(name, launchProfileName: null)
            .WithHttpEndpoint(targetPort: inside, isProxied: false)
            .DisableForwardedHeaders()
            .FromBuildOutput();
        return server.AsServer(store);
    }

    private static IResourceBuilder<ContainerResource> AddServerContainer(
        this IDistributedApplicationBuilder builder, string name, ServerImage image, IResourceBuilder<IResourceWithConnectionString> store)
    {
        var server = builder.AddContainer(name, image.Name, image.Tag)
            .WithHttpEndpoint(targetPort: ContainerPort, isProxied: false)
            .WithOtlpExporter();
        if (image.Build is { } build)
        {
            server.WaitForCompletion(build);
        }

        return server.AsServer(store);
    }

    private static IResourceBuilder<T> AsServer<T>(this IResourceBuilder<T> server, IResourceBuilder<IResourceWithConnectionString> store)
        where T : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport =>
        server.WithHttpHealthCheck(HealthPath, endpointName: Http)
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Server (bypasses the gateway)")
            .WithIconName("Server")
            .WithServerSettings()
            .WaitFor(store)
            .WithRestart();
}
