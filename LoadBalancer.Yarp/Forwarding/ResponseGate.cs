using LoadBalancer.Cluster.Failover;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Suppresses a response if the request goes to another server; the middleware then continues.</summary>
internal sealed class ResponseGate : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } response && context.HttpContext.Features.Get<RetryState>() is { } retry)
        {
            context.SuppressResponseBody = !retry.Accept((int)response.StatusCode);
            context.HttpContext.Features.Get<ExchangeWatch>()?.BeginResponse();
        }

        return ValueTask.CompletedTask;
    }
}
