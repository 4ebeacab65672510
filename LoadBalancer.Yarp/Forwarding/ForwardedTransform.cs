using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Tells the server who the client is. What a peer that is not trusted says of itself is taken out, whatever field it used;
/// what a trusted proxy says is kept, and the proxy's own address is added to it.
/// </summary>
internal sealed class ForwardedTransform(TrustedProxies trusted, IOptions<ClientOptions> options) : RequestTransform
{
    private const string For = "X-Forwarded-For";
    private const string Host = "X-Forwarded-Host";
    private const string Proto = "X-Forwarded-Proto";
    private const string Forwarded = "Forwarded";

    private readonly bool _says = options.Value.Forwarded;

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var headers = context.ProxyRequest.Headers;
        var peer = ClientAddress.PeerOf(context.HttpContext);
        var isTrusted = peer is not null && trusted.Contains(peer);
        if (!isTrusted)
        {
            foreach (var name in HeaderKinds.OfIdentity)
            {
                headers.Remove(name);
            }

            RemoveAliases(request.Headers, headers);
        }

        var host = request.Host.Value ?? "";
        if (peer is not null)
        {
            Append(headers, For, request.Headers[For], isTrusted, peer.ToString());
        }

        Keep(headers, Proto, request.Scheme);
        if (host.Length > 0)
        {
            Keep(headers, Host, host);
        }

        if (_says || (isTrusted && headers.Contains(Forwarded)))
        {
            Append(headers, Forwarded, request.Headers[Forwarded], isTrusted, ForwardedHeader.Entry(peer, host, request.Scheme));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The same names with underscores, which some servers take for the same.</summary>
    private static void RemoveAliases(IHeaderDictionary said, System.Net.Http.Headers.HttpRequestHeaders headers)
    {
        foreach (var (name, _) in said)
        {
            if (name.Contains('_', StringComparison.Ordinal) && HeaderKinds.TellsClient(HeaderKinds.Of(Encoding.ASCII.GetBytes(name))))
            {
                headers.Remove(name);
            }
        }
    }

    private static void Append(System.Net.Http.Headers.HttpRequestHeaders headers, string name, StringValues said, bool isTrusted, string entry)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, isTrusted ? string.Join(", ", [.. said.Where(value => !string.IsNullOrEmpty(value)), entry]) : entry);
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
