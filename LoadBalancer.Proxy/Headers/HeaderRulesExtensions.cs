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
        // The authority of a target in absolute form replaces Host (RFC 9112 §3.2.2); Kestrel would compare them byte for byte.
        var kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        kestrel.AllowHostHeaderOverride = true;
        if (!app.Services.GetRequiredService<TrustedProxies>().IsEmpty)
        {
            kestrel.AllowAlternateSchemes = true;
            app.UseMiddleware<SchemeMiddleware>();
        }

        app.UseMiddleware<Http3LimitsMiddleware>();
        app.UseMiddleware<WellFormedMiddleware>();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<MethodsMiddleware>();
    }
}
