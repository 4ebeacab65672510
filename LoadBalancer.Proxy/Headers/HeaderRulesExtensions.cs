using LoadBalancer.Proxy.Clients;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Headers;

internal static class HeaderRulesExtensions
{
    /// <summary>
    /// Rejects requests that Kestrel accepts but that must not be forwarded. Call after the settings have been validated.
    /// </summary>
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
