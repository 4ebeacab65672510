using System.Globalization;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Gateway.Listening.Tls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Listening;

/// <summary>
/// Sends requests over http to https with their method and body (308, RFC 9110 §15.4.9), and tells browsers to use https only
/// (RFC 6797). The gateway's own endpoints are served on both.
/// </summary>
internal sealed class SecureTransportMiddleware(RequestDelegate next, IOptions<GatewayOptions> options, IConfiguration configuration, OwnEndpoints own)
{
    private const int HttpsPort = 443;

    private readonly bool _redirects = options.Value.Tls.Redirect;
    private readonly int _port = options.Value.Tls.RedirectPort ?? HttpsPortOf(ListenerSettings.Read(configuration, options.Value).Listeners) ?? HttpsPort;
    private readonly string? _hsts = HstsOf(options.Value.Tls);

    /// <summary>The port of the only address with https; <see langword="null"/> where there are more, or it is not known before the start.</summary>
    public static int? HttpsPortOf(IReadOnlyList<Listener> listeners) =>
        listeners.Where(listener => listener.IsSecure).Take(2).ToArray() is [{ Address: { IsUnixPipe: false, Port: > 0 and var port } }] ? port : null;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsHttps)
        {
            if (_hsts is not null)
            {
                // An answer of a server that says so itself stays as it is.
                context.Response.OnStarting(static state => Tell(((HttpResponse, string))state), (context.Response, _hsts));
            }

            return next(context);
        }

        return !_redirects || own.IsFor(context) || context.Features.Get<Listener>() is { IsManagement: true } ? next(context) : RedirectAsync(context);
    }

    private static string? HstsOf(TlsOptions options) => options.Hsts == TimeSpan.Zero ? null
        : string.Create(CultureInfo.InvariantCulture, $"max-age={(long)options.Hsts.TotalSeconds}{(options.HstsSubdomains ? "; includeSubDomains" : "")}");

    private static Task Tell((HttpResponse Response, string Value) answer)
    {
        answer.Response.Headers.TryAdd("Strict-Transport-Security", answer.Value);
        return Task.CompletedTask;
    }

    private Task RedirectAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Host.Host.Length == 0)
        {
            return Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The request does not say which host it is for, and https is needed.");
        }

        var host = _port == HttpsPort ? request.Host.Host : string.Create(CultureInfo.InvariantCulture, $"{request.Host.Host}:{_port}");
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"https://{host}{PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)}";
        return Task.CompletedTask;
    }

    /// <summary>The target in origin form, as it was written.</summary>
    private static string PathOf(string target)
    {
        if (target.StartsWith('/') || target.IndexOf("://", StringComparison.Ordinal) is not (>= 0 and var scheme))
        {
            return target.StartsWith('/') ? target : "/";
        }

        var path = target.AsSpan(scheme + "://".Length);
        var start = path.IndexOfAny('/', '?');
        return start < 0 ? "/" : path[start] == '/' ? path[start..].ToString() : $"/{path[start..]}";
    }
}
