using LoadBalancer.Dashboard.Charts;
using MudBlazor;
using MudBlazor.Services;

namespace LoadBalancer.Dashboard.Components;

internal static class PagesExtensions
{
    private const int MessageMilliseconds = 6_000;

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
        services.AddRazorComponents().AddInteractiveServerComponents();
    }
}
