using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Proxy.Telemetry.Tracing;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Adds the server and the reason for its selection to the HTTP client's span of an attempt.</summary>
internal sealed class TraceTransform : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        if (Activity.Current is { IsAllDataRequested: true })
        {
            var attempts = context.HttpContext.Features.GetRequiredFeature<Attempts>();
            RequestTags.Set(
                context.ProxyRequest,
                new(TraceTags.Server, attempts.Server.Id.Value),
                new(TraceTags.Reason, TraceTags.NameOf(attempts.Current.Reason)),
                new(TraceTags.ResendCount, attempts.Count > 1 ? attempts.Count - 1 : null));
        }

        return ValueTask.CompletedTask;
    }
}
