using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Connections.Features;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Closes HTTP/2 connections most of whose streams are reset.</summary>
internal sealed class StreamResetsMiddleware(RequestDelegate next, Rejections rejections)
{
    public Task InvokeAsync(HttpContext context) =>
        HttpProtocol.IsHttp2(context.Request.Protocol) && context.Features.Get<StreamResets>() is { } resets
            ? CountAsync(context, resets)
            : next(context);

    private async Task CountAsync(HttpContext context, StreamResets resets)
    {
        try
        {
            await next(context);
        }
        finally
        {
            // A client that disconnects resets all of its streams; there is no connection left to close.
            if (resets.End(context.RequestAborted.IsCancellationRequested)
                && context.Features.Get<IConnectionLifetimeFeature>() is { ConnectionClosed.IsCancellationRequested: false } connection)
            {
                rejections.Add(RejectionReason.Http2Resets);
                connection.Abort();
            }
        }
    }
}
