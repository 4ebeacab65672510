using LoadBalancer.Cluster.Failover;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Holds back a response when another server is to be asked; the middleware then goes on.</summary>
internal sealed class ResponseGate : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } response && context.HttpContext.Features.Get<RetryState>() is { } retry)
        {
            context.SuppressResponseBody = !retry.Accept((int)response.StatusCode);
        }

        return ValueTask.CompletedTask;
    }
}
