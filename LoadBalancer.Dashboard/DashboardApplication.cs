using LoadBalancer.Dashboard.Api;
using LoadBalancer.Dashboard.Components;
using LoadBalancer.Dashboard.Components.Exports;
using LoadBalancer.Dashboard.Configuration;
using LoadBalancer.Dashboard.Forwarding;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard;

/// <summary>Composes the control plane: the page and the control API.</summary>
internal static class DashboardApplication
{
    private const string DefaultUrl = "http://localhost:59987";
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(OptionsFor(args));
        builder.AddServiceDefaults();
        var redis = RedisConnection.Read("redis", builder.Configuration);
        builder.AddRedisConnection("redis", redis.ClientOptions, redis.Configure);
        builder.Services.AddRedisRegistry();
        return Build(builder);
    }

    /// <summary>
    /// Returns options with the content root of the assembly, where the page's files are, regardless of the working directory.
    /// </summary>
    public static WebApplicationOptions OptionsFor(string[] args) => new()
    {
        Args = args,
        ApplicationName = typeof(DashboardApplication).Assembly.GetName().Name,
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
    };

    /// <summary>Builds a dashboard with the registry in the builder's services.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();

        // Files do not change after the build. Checking for changes adds a route that matches every path, so that a wrong method would be
        // 404.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.BodyBytes;
        });
        if (!AddressKeys.Any(key => builder.Configuration.GetSection(key).Exists()))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddDashboardOptions();
        builder.Services.AddForwarding();
        builder.Services.AddSecurity();
        builder.Services.AddClusterView();
        builder.Services.AddApi();
        builder.Services.AddPages();

        var app = builder.Build();
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (app.Services.GetRequiredService<ApiKeyRing>().IsEmpty)
        {
            ListenAddresses.CheckLoopback(app.Configuration);
        }

        app.UseForwarding();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseMiddleware<RequestGuard>();

        // Called here, so that a request that is re-executed for the not-found page is routed again.
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<SessionEnd>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UsePages();
        app.MapHealthcheck();
        app.MapLogin();
        app.MapApi();
        app.MapExports();
        app.MapEarlierPages();
        app.MapTableExports();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
