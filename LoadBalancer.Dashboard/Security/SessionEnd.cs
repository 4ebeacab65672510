using Microsoft.AspNetCore.Authentication;

namespace LoadBalancer.Dashboard.Security;

/// <summary>
/// Ends a page's connection when the login that opened it ends. The page reconnects with its browser's current cookie; without a valid one
/// it shows the login.
/// </summary>
internal sealed class SessionEnd(RequestDelegate next, TimeProvider timeProvider)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var session = RequestGuard.IsConnection(context.Request)
            ? context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult
            : null;
        if (session?.Properties?.ExpiresUtc is not { } end)
        {
            await next(context);
            return;
        }

        var left = end - timeProvider.GetUtcNow();
        await using var timer = timeProvider.CreateTimer(
            static state => ((HttpContext)state!).Abort(), context, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await next(context);
    }
}
