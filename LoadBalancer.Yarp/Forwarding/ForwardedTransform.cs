using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Adds the headers that identify the client to the server. Entries of a trusted proxy are kept, and the proxy's own address is added to
/// them. Runs after <see cref="RequestHeaderTransform"/>, which drops what an untrusted client sent.
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

        if (_says || (isTrusted && request.Headers.ContainsKey(Forwarded)))
        {
            Append(headers, Forwarded, request.Headers[Forwarded], isTrusted, ForwardedHeader.Entry(peer, host, request.Scheme));
        }

        return ValueTask.CompletedTask;
    }

    private static void Append(
        System.Net.Http.Headers.HttpRequestHeaders headers, string name, StringValues said, bool isTrusted, string entry)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(
            name, isTrusted ? string.Join(", ", [.. said.Where(value => !string.IsNullOrEmpty(value)), entry]) : entry);
    }

    /// <summary>Keeps a value that the first proxy has set, since only that proxy knows the client's.</summary>
    private static void Keep(System.Net.Http.Headers.HttpRequestHeaders headers, string name, string value)
    {
        if (!headers.Contains(name))
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
