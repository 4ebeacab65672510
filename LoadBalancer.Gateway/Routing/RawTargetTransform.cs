using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Gateway.Routing;

/// <summary>
/// Sends the request target on as the client wrote it, byte for byte (RFC 9110 §7.7). YARP would decode the path and
/// encode it again, which turns some paths into others.
/// </summary>
internal sealed class RawTargetTransform : RequestTransform
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/'))
        {
            context.ProxyRequest.RequestUri = new(context.DestinationPrefix.TrimEnd('/') + target, AsWritten);
        }

        return ValueTask.CompletedTask;
    }
}
