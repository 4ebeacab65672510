using LoadBalancer.Dashboard.Charts;
using MudBlazor;
using MudBlazor.Services;

namespace LoadBalancer.Dashboard.Components;

internal static class PagesExtensions
{
    private const int MessageMilliseconds = 6_000;

    /// <summary>A page that hears nothing for several of these says that it is disconnected: js/connection.js.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1.5);

    /// <summary>The pages, and what they share.</summary>
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<SharedCharts>();
        services.AddScoped<ServerActions>();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.VisibleStateDuration = MessageMilliseconds;
            options.SnackbarConfiguration.SnackbarVariant = Variant.Text;
            options.SnackbarConfiguration.ShowTransitionDuration = 0;
            options.SnackbarConfiguration.HideTransitionDuration = 0;
        });
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.KeepAliveInterval = PingInterval);
    }
}
