using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Responses;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Applies <see cref="HeaderPolicy"/> to the headers that YARP has copied; adds <c>Via</c>, and <c>TE: trailers</c> if the client accepts
/// trailers. Runs before the transforms that add headers.
/// </summary>
internal sealed class RequestHeaderTransform(ViaHeader via, TrustedProxies trusted) : RequestTransform
{
    private const string Trailers = "trailers";

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var received = context.HttpContext.Request;
        var request = context.ProxyRequest;
        var isTrusted = ClientAddress.PeerOf(context.HttpContext) is { } peer && trusted.Contains(peer);
        foreach (var (name, _) in received.Headers)
        {
            if (HeaderPolicy.DropsFromRequest(HeaderKinds.Of(name), isTrusted, isTraced: false))
            {
                Remove(request, name);
            }
        }

        foreach (var name in context.HttpContext.Features.Get<RequestGate>()?.Head.ConnectionHeaders ?? [])
        {
            if (HeaderPolicy.MayBeNamed(HeaderKinds.Of(name)))
            {
                Remove(request, name);
            }
        }

        if (via.IsOn)
        {
            request.Headers.TryAddWithoutValidation("Via", via.EntryFor(VersionOf(received)));
        }

        if (received.Headers.TE.Count > 0
            && request.Headers.TE.Count == 0
            && received.Headers.TE.ToString().Contains(Trailers, StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.TryAddWithoutValidation("TE", Trailers);
            if (request.Version < System.Net.HttpVersion.Version20)
            {
                // TE concerns this connection alone, which an HTTP/1.1 recipient must be told (RFC 9110 §10.1.4).
                request.Headers.Connection.Add("TE");
            }
        }

        return ValueTask.CompletedTask;
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        // A collection throws if a known header that belongs to the other collection is removed from it.
        if (request.Headers.NonValidated.Contains(name))
        {
            request.Headers.Remove(name);
        }
        else if (request.Content?.Headers.NonValidated.Contains(name) == true)
        {
            request.Content.Headers.Remove(name);
        }
    }

    private static Version VersionOf(HttpRequest request) =>
        HttpProtocol.IsHttp11(request.Protocol) ? System.Net.HttpVersion.Version11
        : HttpProtocol.IsHttp2(request.Protocol) ? System.Net.HttpVersion.Version20
        : HttpProtocol.IsHttp3(request.Protocol) ? System.Net.HttpVersion.Version30
        : System.Net.HttpVersion.Version10;
}
