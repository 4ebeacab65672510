using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Headers;

/// <summary>
/// Validates a <c>:scheme</c> in HTTP/2 and HTTP/3 that differs from the connection's. It is accepted from a trusted proxy, which has
/// terminated the client's TLS. From all others the request is malformed (RFC 9113 §8.3.1), as it is to Kestrel while no proxy is trusted.
/// </summary>
internal sealed class SchemeMiddleware(RequestDelegate next, TrustedProxies trusted)
{
    private const int Http2ProtocolError = 0x1;
    private const int Http3MessageError = 0x10e;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.Features.Get<Listener>() is not { } listener
            || string.Equals(request.Scheme, SchemeOf(listener.IsSecure), StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        var scheme = SchemeOf(!listener.IsSecure);
        if (string.Equals(request.Scheme, scheme, StringComparison.OrdinalIgnoreCase)
            && ClientAddress.PeerOf(context) is { } peer && trusted.Contains(peer))
        {
            request.Scheme = scheme;
            return next(context);
        }

        context.Features.GetRequiredFeature<IHttpResetFeature>()
            .Reset(HttpProtocol.IsHttp3(request.Protocol) ? Http3MessageError : Http2ProtocolError);
        return Task.CompletedTask;
    }

    private static string SchemeOf(bool isSecure) => isSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
}
