using System.Net;
using LoadBalancer.Dashboard.Responses;

namespace LoadBalancer.Dashboard.Security;

/// <summary>
/// Protects against other sites that a browser on this machine may visit. Without a key the dashboard responds only to names of this
/// machine, since a site could make its own name resolve to this machine (DNS rebinding). With or without a key, it never accepts a change
/// or a connection from another origin.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, ApiKeyRing keys)
{
    public Task InvokeAsync(HttpContext context) => Reject(context) is { } reason
        ? Problems.WriteAsync(context, ProblemType.Forbidden, reason)
        : next(context);

    /// <summary>Whether a request belongs to the connection of a page. Routes are case-insensitive.</summary>
    public static bool IsConnection(HttpRequest request) => request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    private string? Reject(HttpContext context)
    {
        if (keys.IsEmpty && !LoopbackName.Is(context.Request.Host.Host))
        {
            return "Without a key the dashboard responds only to localhost and loopback addresses. Use one of "
                + "them in the Host header, or set Dashboard:ApiKey.";
        }

        if (keys.IsEmpty && context.Connection.RemoteIpAddress is { } client && !IPAddress.IsLoopback(client))
        {
            return "Without a key the dashboard responds only to requests from this machine. Set Dashboard:ApiKey.";
        }

        return IsOfAnotherOrigin(context.Request) && !IsHarmless(context)
            ? "Requests from pages of other origins are not allowed."
            : null;
    }

    /// <summary>Whether a page of another origin can neither read nor change anything by a request.</summary>
    private static bool IsHarmless(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.WebSockets.IsWebSocketRequest
        && !IsConnection(context.Request);

    /// <summary>
    /// Whether a request comes from another origin. Scripts cannot forge either header, and clients other than browsers send neither.
    /// Browsers send <c>Sec-Fetch-Site</c> only to trustworthy addresses (https and this machine); for others, <c>Origin</c> decides.
    /// </summary>
    private static bool IsOfAnotherOrigin(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, HostOf(request, uri), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Returns the request's own authority without a default port, as in origins. The scheme is taken from the origin, since a proxy may
    /// have terminated TLS.
    /// </summary>
    private static string HostOf(HttpRequest request, Uri origin) =>
        Uri.TryCreate($"{origin.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
