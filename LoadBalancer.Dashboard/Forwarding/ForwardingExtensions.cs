using LoadBalancer.Cluster.Settings;
using LoadBalancer.Dashboard.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Forwarding;

/// <summary>Support for a reverse proxy in front of the dashboard: its external address, and the client's.</summary>
internal static class ForwardingExtensions
{
    private const ForwardedHeaders All =
        ForwardedHeaders.XForwardedFor
            | ForwardedHeaders.XForwardedProto
            | ForwardedHeaders.XForwardedHost
            | ForwardedHeaders.XForwardedPrefix;

    public static void AddForwarding(this IServiceCollection services) =>

        // Configured last, so that ASPNETCORE_FORWARDEDHEADERS_ENABLED, which trusts every proxy, has no effect.
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<DashboardOptions>>((forwarded, dashboard) =>
        {
            var proxies = dashboard.Value.TrustedProxies ?? [];

            // Without known proxies the middleware would trust every proxy.
            forwarded.ForwardedHeaders = proxies.Length == 0 ? ForwardedHeaders.None : All;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
            {
                forwarded.KnownIPNetworks.Add(Networks.TryParse(proxy, out var network) ? network : throw new FormatException(proxy));
            }
        });

    /// <summary>Makes the rest of the pipeline see the request as the browser sent it.</summary>
    public static void UseForwarding(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<PathBaseMiddleware>();
    }

    /// <summary>Returns the external path of the dashboard's overview: the path base with a trailing slash.</summary>
    public static string Root(this HttpContext? context) => $"{context?.Request.PathBase.ToUriComponent()}/";
}
