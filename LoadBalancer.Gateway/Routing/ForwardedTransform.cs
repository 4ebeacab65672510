using LoadBalancer.Gateway.Clients;
using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Gateway.Routing;

/// <summary>
/// Tells the server who the client is. What a peer that is not trusted says of itself is taken out, whatever field it used;
/// what a trusted proxy says is kept, and the proxy's own address is added to it.
/// </summary>
internal sealed class ForwardedTransform(TrustedProxies trusted, IOptions<GatewayOptions> options) : RequestTransform
{
    private const string For = "X-Forwarded-For";
    private const string Host = "X-Forwarded-Host";
    private const string Proto = "X-Forwarded-Proto";
    private const string Forwarded = "Forwarded";

    /// <summary>What servers are known to believe; all of it is the gateway's to say.</summary>
    private static readonly string[] OfIdentity =
        [For, Host, Proto, Forwarded, "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Forwarded-Scheme", "X-Forwarded-Ssl", "X-Real-IP", "X-Client-IP", "True-Client-IP"];

    private readonly bool _says = options.Value.Forwarded;

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var headers = context.ProxyRequest.Headers;
        var peer = ClientAddress.PeerOf(context.HttpContext);
        var isTrusted = peer is not null && trusted.Contains(peer);
        if (!isTrusted)
        {
            foreach (var name in OfIdentity)
            {
                headers.Remove(name);
            }
        }

        var host = request.Host.Value ?? "";
        if (peer is not null)
        {
            Append(headers, For, request.Headers[For].ToString(), isTrusted, peer.ToString());
        }

        Keep(headers, Proto, request.Scheme);
        if (host.Length > 0)
        {
            Keep(headers, Host, host);
        }

        if (_says || (isTrusted && headers.Contains(Forwarded)))
        {
            Append(headers, Forwarded, request.Headers[Forwarded].ToString(), isTrusted, ForwardedField.Entry(peer, host, request.Scheme));
        }

        return ValueTask.CompletedTask;
    }

    private static void Append(System.Net.Http.Headers.HttpRequestHeaders headers, string name, string said, bool isTrusted, string entry)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, isTrusted && said.Length > 0 ? $"{said}, {entry}" : entry);
    }

    /// <summary>The first proxy has seen the client's own; only it knows.</summary>
    private static void Keep(System.Net.Http.Headers.HttpRequestHeaders headers, string name, string value)
    {
        if (!headers.Contains(name))
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
