using LoadBalancer.Dashboard.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Security;

internal static class SecurityExtensions
{
    private const string Caller = "Caller";
    private const string CookieName = "loadbalancer-dashboard";

    /// <summary>
    /// Adds authentication. The API accepts only keys, so that no other site can act with a visitor's cookie; the page accepts a cookie,
    /// which a login creates. If there is a key, everything requires authentication unless declared otherwise, including the page's
    /// connection.
    /// </summary>
    public static void AddSecurity(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<FailedAttempts>();

        // Not persisted: users log in again after a restart of the dashboard.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();

        // Form cookies of an earlier run therefore cannot be read. They are replaced, and submitting such a form returns a new one. This is
        // not a failure, but the only error of this category reports it as one, with a stack trace for each open page.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Antiforgery.DefaultAntiforgery", LogLevel.Critical));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = $"{CookieName}-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthentication(Caller)
            .AddPolicyScheme(Caller, displayName: null, scheme => scheme.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null)
            .AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<DashboardOptions>>((cookie, dashboard) => Configure(cookie, dashboard.Value));
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<ApiKeyRing>((authorization, keys) =>
            authorization.FallbackPolicy = keys.IsEmpty ? null : new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
    }

    private static string SchemeOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || context.Request.Headers.Authorization.Count > 0
            ? BearerHandler.SchemeName
            : CookieAuthenticationDefaults.AuthenticationScheme;

    private static void Configure(CookieAuthenticationOptions cookie, DashboardOptions dashboard)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = dashboard.SessionLifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = LoginEndpoints.LoginPath;
        cookie.ReturnUrlParameter = LoginEndpoints.ReturnParameter;
        cookie.Events.OnRedirectToLogin = LoginEndpoints.ChallengeAsync;
    }
}
