using LoadBalancer.Cluster.Settings;
using LoadBalancer.Dashboard.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Forwarding;

/// <summary>The dashboard behind a reverse proxy: its outside address, and the client's.</summary>
internal static class ForwardingExtensions
{
    private const ForwardedHeaders All =
        ForwardedHeaders.XForwardedFor
            | ForwardedHeaders.XForwardedProto
            | ForwardedHeaders.XForwardedHost
            | ForwardedHeaders.XForwardedPrefix;

    public static void AddForwarding(this IServiceCollection services) =>

        // Last, so that ASPNETCORE_FORWARDEDHEADERS_ENABLED, which believes everybody, changes nothing.
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<DashboardOptions>>((forwarded, dashboard) =>
        {
            var proxies = dashboard.Value.TrustedProxies ?? [];

            // With no proxy known the middleware would believe everybody.
            forwarded.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : All;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
            {
                forwarded.KnownIPNetworks.Add(Networks.TryParse(proxy, out var network) ? network : throw new FormatException(proxy));
            }
        });

    /// <summary>Everything after this sees the request as the browser sent it.</summary>
    public static void UseForwarding(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<PathBaseMiddleware>();
    }

    /// <summary>The path of the dashboard's overview, outside: the path base with a slash at its end.</summary>
    public static string Root(this HttpContext? context) => $"{context?.Request.PathBase.ToUriComponent()}/";
}
