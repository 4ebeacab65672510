using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Responses;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// What of a request's fields concerns this hop alone: those that <c>Connection</c> names are taken out, beside the fixed list
/// that YARP knows; <c>Via</c> is added, and that trailers are welcome is said again if the client said so.
/// </summary>
internal sealed class RequestHeaderTransform(ViaHeader via) : RequestTransform
{
    private const string Trailers = "trailers";

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var received = context.HttpContext.Request;
        var request = context.ProxyRequest;
        foreach (var name in context.HttpContext.Features.Get<RequestGate>()?.Head.ConnectionHeaders ?? [])
        {
            request.Headers.Remove(name);
            request.Content?.Headers.Remove(name);
        }

        request.Headers.TryAddWithoutValidation("Via", via.EntryFor(VersionOf(received)));
        if (received.Headers.TE.Count > 0 && request.Headers.TE.Count == 0 && received.Headers.TE.ToString().Contains(Trailers, StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.TryAddWithoutValidation("TE", Trailers);
        }

        return ValueTask.CompletedTask;
    }

    private static Version VersionOf(HttpRequest request) =>
        HttpProtocol.IsHttp11(request.Protocol) ? System.Net.HttpVersion.Version11
        : HttpProtocol.IsHttp2(request.Protocol) ? System.Net.HttpVersion.Version20
        : HttpProtocol.IsHttp3(request.Protocol) ? System.Net.HttpVersion.Version30
        : System.Net.HttpVersion.Version10;
}
