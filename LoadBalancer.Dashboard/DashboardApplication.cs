using LoadBalancer.Dashboard.Api;
using LoadBalancer.Dashboard.Components;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Registry;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace LoadBalancer.Dashboard;

/// <summary>The control plane, put together: the page and the control API.</summary>
internal static class DashboardApplication
{
    private const string DefaultUrl = "http://localhost:59987";
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(OptionsFor(args));
        builder.AddServiceDefaults();
        builder.AddRedisConnection("redis");
        builder.Services.AddRedisRegistry();
        return Build(builder);
    }

    /// <summary>The page's files lie beside the assembly, from wherever the process was started.</summary>
    public static WebApplicationOptions OptionsFor(string[] args) => new()
    {
        Args = args,
        ApplicationName = typeof(DashboardApplication).Assembly.GetName().Name,
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
    };

    /// <summary>The dashboard over whatever registry the builder's services hold.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!AddressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddClusterView();
        builder.Services.AddMudServices();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();

        var app = builder.Build();
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseAntiforgery();
        app.MapHealthcheck();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
