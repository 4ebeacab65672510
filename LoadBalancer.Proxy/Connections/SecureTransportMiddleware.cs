using System.Globalization;
using LoadBalancer.Proxy.Headers;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Redirects requests over http to https, keeping method and body (308, RFC 9110 §15.4.9), and instructs browsers to use https only (RFC
/// 6797). The gateway's own endpoints are served on both.
/// </summary>
internal sealed class SecureTransportMiddleware(RequestDelegate next)
{
    private const int HttpsPort = 443;

    public Task InvokeAsync(HttpContext context)
    {
        var listener = context.Features.Get<Listener>();
        if (listener?.StrictTransport is { } hsts)
        {
            // A header that the server has set is kept.
            context.Response.OnStarting(static state => AddHeader(((HttpResponse, string))state), (context.Response, hsts));
        }

        // A request over http can still be an https request: a trusted proxy in front has terminated its TLS and indicates this in HTTP/2.
        return listener?.RedirectPort is { } port && !context.Request.IsHttps && !OwnEndpoints.IsFor(context)
            ? RedirectAsync(context, port)
            : next(context);
    }

    private static Task AddHeader((HttpResponse Response, string Value) response)
    {
        response.Response.Headers.TryAdd("Strict-Transport-Security", response.Value);
        return Task.CompletedTask;
    }

    private static Task RedirectAsync(HttpContext context, int port)
    {
        var request = context.Request;
        if (request.Host.Host.Length == 0)
        {
            return Problems.WriteAsync(
                context, StatusCodes.Status400BadRequest, "The request has no host, which the redirect to https requires.");
        }

        var host = port == HttpsPort ? request.Host.Host : string.Create(CultureInfo.InvariantCulture, $"{request.Host.Host}:{port}");
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"https://{host}{PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)}";
        return Task.CompletedTask;
    }

    /// <summary>Returns the target in origin form, unchanged; <c>*</c> has none.</summary>
    private static string PathOf(string target) => RequestTarget.Split(target).Path is ['/', ..] and var path ? path : "/";
}
