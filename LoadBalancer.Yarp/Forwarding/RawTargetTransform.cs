using LoadBalancer.Proxy.Upstreams;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Forwards the request target as the client sent it, byte for byte (RFC 9110 §7.7). YARP would decode the path and encode it again, which
/// changes some paths.
/// </summary>
internal sealed class RawTargetTransform(HttpClientConnector connector) : RequestTransform
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (authority, path) = Split(target);
        context.ProxyRequest.RequestUri = new($"{context.DestinationPrefix.TrimEnd('/')}{path}", AsWritten);
        if (authority.Length > 0)
        {
            // The authority in the target takes precedence over Host, which HTTP/1.0 may omit (RFC 9112 §3.2.2).
            context.ProxyRequest.Headers.Host = authority;
        }

        context.HttpContext.Features.Set(connector.Prepare(context.ProxyRequest));
        return ValueTask.CompletedTask;
    }

    /// <summary>Splits a target in absolute form into the authority and the target in origin form.</summary>
    private static (string Authority, string Path) Split(string target)
    {
        if (target.StartsWith('/') || target.IndexOf("://", StringComparison.Ordinal) is not (>= 0 and var scheme))
        {
            return ("", target);
        }

        var start = scheme + "://".Length;
        var end = target.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? (target[start..], "/")
            : (target.Substring(start, end), target[start + end] == '/' ? target[(start + end)..] : $"/{target[(start + end)..]}");
    }
}
