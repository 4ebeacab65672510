using System.Text;
using LoadBalancer.Http.Chunks;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Removes trailers that are not allowed (RFC 9110 §6.5.1), of which YARP has copied some.</summary>
internal sealed class TrailerTransform : ResponseTrailersTransform
{
    public override ValueTask ApplyAsync(ResponseTrailersTransformContext context)
    {
        if (context.HttpContext.Features.Get<IHttpResponseTrailersFeature>() is { Trailers: { IsReadOnly: false, Count: > 0 } trailers })
        {
            foreach (var name in trailers.Keys.Where(name => !TrailerLine.IsAllowed(Encoding.Latin1.GetBytes(name))).ToArray())
            {
                trailers.Remove(name);
            }
        }

        return ValueTask.CompletedTask;
    }
}
