using LoadBalancer.Cluster.Failover;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>Records requests that the framework handles, and tunnels when they end.</summary>
internal sealed class RequestRecordMiddleware(RequestDelegate next, RequestRecorder recorder)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = recorder.Begin();
        var clientGone = context.RequestAborted;
        var sent = recorder.CountsBytes ? CountSent(context) : null;
        try
        {
            await next(context);
        }
        finally
        {
            var hasLeft = clientGone.IsCancellationRequested && !context.Response.HasStarted;
            var local = context.Features.Get<LocalResponse>();
            var end = new RequestEnd(
                context.Features.Get<Attempts>(),
                hasLeft ? RequestEnd.ClientLeft : context.Response.StatusCode,
                local is not null,
                local?.Problem.ProxyError,
                local?.Problem.Detail,
                sent?.Bytes ?? 0)
            {
                Span = context.Features.Get<IHttpActivityFeature>()?.Activity,
            };
            recorder.End(new ContextRequest(context), began, end);
        }
    }

    private static SentBytes CountSent(HttpContext context)
    {
        var sent = new SentBytes();
        context.Features.Set(sent);
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new ReplacedBody(body, new CountedStream(body.Stream, sent)));
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            context.Features.Set<IHttpUpgradeFeature>(new CountedUpgrade(upgrade, sent));
        }

        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(new CountedConnect(connect, sent));
        }

        return sent;
    }
}
