using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.Components.Dialogs;
using LoadBalancer.Dashboard.Components.Messages;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Components.Endpoints;

namespace LoadBalancer.Dashboard.Components;

internal static class PagesExtensions
{
    /// <summary>
    /// The ping interval. A page that receives nothing for several of these shows that it is disconnected: js/connection.js.
    /// </summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1.5);

    /// <summary>Adds the pages and their shared services.</summary>
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<SharedCharts>();
        services.AddScoped<ServerActions>();
        services.AddScoped<BulkActions>();
        services.AddScoped<DialogState>();
        services.AddScoped<MessageState>();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.KeepAliveInterval = PingInterval);
    }

    /// <summary>Redirects from the paths that pages had in earlier versions, so that links and bookmarks still work.</summary>
    public static void MapEarlierPages(this IEndpointRouteBuilder routes) => routes.MapMethods(
        "/ring",
        [HttpMethods.Get, HttpMethods.Head],
        static (HttpRequest request) => Results.Redirect($"{request.PathBase}/placement{request.QueryString}", permanent: true))
        .AllowAnonymous()
        .ExcludeFromDescription();

    /// <summary>
    /// Ensures that a page is up to date when it is opened, even after a time without viewers, and that one about nothing has the status
    /// 404.
    /// </summary>
    public static void UsePages(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page })
        {
            var (services, end) = (context.RequestServices, context.RequestAborted);
            await services.GetRequiredService<ViewDemand>().AskAsync(end);
            var snapshot = services.GetRequiredService<ClusterView>().Current;
            if (!await KnownPages.ExistsAsync(page, context.Request.RouteValues, snapshot, services.GetRequiredService<IHealthLog>(), end))
            {
                // Not yet: the component framework renders nothing for a response that has the status already.
                context.Response.OnStarting(static response => SetNotFound((HttpResponse)response), context.Response);
            }
        }

        await next(context);
    });

    private static Task SetNotFound(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
