using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.Components.Dialogs;
using LoadBalancer.Dashboard.Components.Messages;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Components.Endpoints;

namespace LoadBalancer.Dashboard.Components;

internal static class PagesExtensions
{
    /// <summary>A page that hears nothing for several of these says that it is disconnected: js/connection.js.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1.5);

    /// <summary>The pages, and what they share.</summary>
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<SharedCharts>();
        services.AddScoped<ServerActions>();
        services.AddScoped<DialogState>();
        services.AddScoped<MessageState>();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.KeepAliveInterval = PingInterval);
    }

    /// <summary>Who opens a page finds it up to date, also when nobody has looked for a while.</summary>
    public static void UsePages(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            await context.RequestServices.GetRequiredService<ViewDemand>().AskAsync(context.RequestAborted);
        }

        await next(context);
    });
}
