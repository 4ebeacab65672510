using Microsoft.AspNetCore.Authentication;

namespace LoadBalancer.Dashboard.Security;

/// <summary>
/// Ends a page's connection together with the login that opened it. The page connects anew with the cookie that its browser
/// has by then; without a valid one it is asked for a key.
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
