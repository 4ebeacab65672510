using LoadBalancer.Proxy.Headers;
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
        var (authority, path) = RequestTarget.Split(target);
        context.ProxyRequest.RequestUri = new($"{context.DestinationPrefix.TrimEnd('/')}{path}", AsWritten);
        if (authority.Length > 0)
        {
            context.ProxyRequest.Headers.Host = authority;
        }

        context.HttpContext.Features.Set(connector.Prepare(context.ProxyRequest));
        return ValueTask.CompletedTask;
    }
}
