using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Ends requests that exceed the request timeout: with 504, or by breaking off a response that has begun. Tunnels are exempt.
/// </summary>
internal sealed class RequestTimeoutMiddleware(
    RequestDelegate next, Rejections rejections, IOptions<LimitsOptions> options, TimeProvider timeProvider)
{
    private readonly TimeSpan _timeout = options.Value.RequestTimeout;

    public Task InvokeAsync(HttpContext context) => IsTunnel(context) ? next(context) : EndInTimeAsync(context);

    private static bool IsTunnel(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
            || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;

    private async Task EndInTimeAsync(HttpContext context)
    {
        var clientGone = context.RequestAborted;
        var isLate = false;
        using var timeout = new CancellationTokenSource(_timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clientGone, timeout.Token);
        context.RequestAborted = either.Token;
        using (timeout.Token.UnsafeRegister(_ => BreakOff(), state: null))
        {
            await next(context);
        }

        context.RequestAborted = clientGone;
        if (!isLate)
        {
            return;
        }

        rejections.Add(RejectionReason.RequestTimeout);
        if (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Problems.WriteAsync(context, Problems.RequestTooSlow);
        }

        void BreakOff()
        {
            isLate = !clientGone.IsCancellationRequested;
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
        }
    }
}
