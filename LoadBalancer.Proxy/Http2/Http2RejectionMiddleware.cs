using LoadBalancer.Cluster.Recording;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Responds to the streams that a gate has rejected, or resets them; drops those that the client has reset already; offers interim
/// responses to the others. Must come first.
/// </summary>
internal sealed class Http2RejectionMiddleware(
    RequestDelegate next, RejectionMark mark, RequestCounters counters, TimeProvider timeProvider)
{
    private const int ProtocolError = 0x1;

    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            return next(context);
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            // The client has reset the stream before its turn came: nobody waits for a response, and a flood of such must cost little.
            counters.Unplaced.CountClientLeft();
            return Task.CompletedTask;
        }

        if (mark.ReadFrom(context.Request.Headers) is not MessageError.None and var error)
        {
            return RejectAsync(context, error);
        }

        if (context.Features.Get<Http2Gate>() is { } gate && context.Features.Get<IHttp2StreamIdFeature>() is { } stream)
        {
            context.Features.Set<IInterimResponseFeature>(new InterimResponses(gate, stream.StreamId, context));
        }

        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            // Kestrel would replace its own reader by one of the stream, with which a canceled read ends the body.
            var (check, reader) = (new TrailerCheck(context, mark), context.Request.BodyReader);
            context.Request.Body = new TrailerCheckingStream(context.Request.Body, check);
            context.Features.Set<IRequestBodyPipeFeature>(new TrailerCheckingReader(reader, check));
            return ServeAsync(context, check);
        }

        return next(context);
    }

    /// <summary>Resets a stream whose request is malformed (RFC 9113 §8.1.1).</summary>
    public static void Reset(HttpContext context) => context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(ProtocolError);

    private async Task ServeAsync(HttpContext context, TrailerCheck body)
    {
        await next(context);
        if (!body.HasEnded)
        {
            await EarlyResponse.EndAsync(context, timeProvider);
        }
    }

    private Task RejectAsync(HttpContext context, MessageError error)
    {
        if (error.IsStreamError())
        {
            Reset(context);
            return Task.CompletedTask;
        }

        counters.Unplaced.CountResponse(error.ToStatus());
        return Problems.WriteAsync(context, error.ToStatus(), error.ToDetail());
    }
}
