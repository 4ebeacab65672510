using System.Security.Cryptography;

namespace LoadBalancer.Dashboard.Security;

/// <summary>The security headers of every response. Other origins have no access: there is no CORS.</summary>
internal static class SecurityHeaders
{
    /// <summary>All content must come from here; scripts, styles, and style attributes within a page are not allowed.</summary>
    private const string Policy = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const int NonceBytes = 16;
    private static readonly object NonceItem = new();

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // Set last, since the component framework sets its own policy.
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    });

    /// <summary>
    /// For one response, the API reference, allows scripts within the page that have the unpredictable nonce, and all styles within the
    /// page.
    /// </summary>
    public static string AllowApiReference(HttpContext context)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Items[NonceItem] = nonce;
        return nonce;
    }

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Items[NonceItem] is string nonce
            ? $"{Policy}; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{nonce}'" // Scalar adds styles without the nonce.
            : $"{Policy}; style-src 'self'; script-src 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";

        // Not no-referrer: a browser would then send its own forms with Origin: null.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return Task.CompletedTask;
    }
}
