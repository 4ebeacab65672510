using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Admits requests to the proxy, or rejects them with 413, 429, or 503.</summary>
internal sealed class LimitsMiddleware(
    RequestDelegate next, Admission admission, TrustedProxies trusted, Rejections rejections, IOptions<LimitsOptions> options)
{
    private const string Grpc = "application/grpc";

    private readonly long _bodyBytes = options.Value.BodyBytes is > 0 and var most ? most : long.MaxValue;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentLength > _bodyBytes)
        {
            rejections.Add(RejectionReason.BodySize);
            return Problems.WriteAsync(context, Problems.BodyTooLong);
        }

        if (!admission.TryEnter(admission.NeedsClient ? ClientAddress.Of(context, trusted) : null, out var rejection))
        {
            return Problems.WriteAsync(context, rejection.Problem);
        }

        if (IsConversation(context))
        {
            LiftBodyLimits(context);
        }

        return admission.CountsInFlight ? LeaveAfterAsync(context) : next(context);
    }

    private async Task LeaveAfterAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            admission.Leave();
        }
    }

    /// <summary>Whether a request is gRPC or extended CONNECT, whose bodies are streams of messages that are sent at any time.</summary>
    private static bool IsConversation(HttpContext context) =>
        HttpProtocol.IsHttp2(context.Request.Protocol)
        && (context.Request.ContentType?.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase) == true
            || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true);

    private static void LiftBodyLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }
}
