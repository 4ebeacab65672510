using LoadBalancer.Proxy.Clients;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Headers;

internal static class HeaderRulesExtensions
{
    /// <summary>Refuses requests that Kestrel lets through and nothing behind it must see. Once the settings have been checked.</summary>
    public static void UseHeaderRules(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<TrustedProxies>().IsEmpty)
        {
            app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AllowAlternateSchemes = true;
            app.UseMiddleware<SchemeMiddleware>();
        }

        app.UseMiddleware<HeaderCountMiddleware>();
        app.UseMiddleware<WellFormedMiddleware>();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<MethodsMiddleware>();
    }
}
