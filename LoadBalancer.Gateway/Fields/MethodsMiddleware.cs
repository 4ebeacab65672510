using System.Globalization;
using LoadBalancer.Gateway.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Gateway.Fields;

/// <summary>
/// Methods that a gateway answers itself: TRACE, which would show fields to whoever asks, and CONNECT, which would make it a
/// tunnel, are refused; OPTIONS ends here when its <c>Max-Forwards</c> says so (RFC 9110 §7.6.2, §9.3.6, §9.3.8); and a
/// request that has come back goes no further (508, RFC 5842 §7.2).
/// </summary>
internal sealed class MethodsMiddleware(RequestDelegate next, ViaField via)
{
    private const string Allowed = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private const string MaxForwards = "Max-Forwards";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsTrace(request.Method) || (HttpMethods.IsConnect(request.Method) && context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect != true))
        {
            context.Response.Headers.Allow = Allowed;
            return Problems.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "This method is not served here.");
        }

        if (request.Headers.Via.Count > 0 && via.HasPassed(request.Headers.Via))
        {
            return Problems.WriteAsync(context, StatusCodes.Status508LoopDetected, "The request has come back to where it was before.");
        }

        return HttpMethods.IsOptions(request.Method) && request.Headers.TryGetValue(MaxForwards, out var hops) ? ForwardOptionsAsync(context, hops.ToString()) : next(context);
    }

    private Task ForwardOptionsAsync(HttpContext context, string hops)
    {
        if (!int.TryParse(hops, NumberStyles.None, CultureInfo.InvariantCulture, out var left))
        {
            return next(context);
        }

        if (left == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = Allowed;
            return Task.CompletedTask;
        }

        context.Request.Headers[MaxForwards] = (left - 1).ToString(CultureInfo.InvariantCulture);
        return next(context);
    }
}
