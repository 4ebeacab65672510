using System.Globalization;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Proxy.Headers;

/// <summary>
/// Handles methods that the gateway responds to itself. TRACE, which would expose headers to any client, and CONNECT, which would open a
/// tunnel, are rejected. OPTIONS ends here if its target is <c>*</c> or its <c>Max-Forwards</c> is 0 (RFC 9110 §7.6.2, §9.3.6 to §9.3.8).
/// Expectations other than 100-continue fail (§10.1.1). A request that has passed this gateway before is rejected as a loop (508, RFC 5842
/// §7.2).
/// </summary>
internal sealed class MethodsMiddleware(RequestDelegate next, ViaHeader via)
{
    private const string Allowed = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private const string MaxForwards = "Max-Forwards";
    private const string Continue = "100-continue";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsTrace(request.Method)
            || (HttpMethods.IsConnect(request.Method) && context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect != true))
        {
            context.Response.Headers.Allow = Allowed;
            return Problems.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "This method is not allowed.");
        }

        if (IsUnknown(request.Headers.Expect))
        {
            return Problems.WriteAsync(context, StatusCodes.Status417ExpectationFailed, "The Expect header must be 100-continue.");
        }

        if (HttpMethods.IsOptions(request.Method) && context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget is "*")
        {
            return EndOptionsAsync(context);
        }

        if (request.Headers.Via.Count > 0 && via.HasPassed(request.Headers.Via))
        {
            return Problems.WriteAsync(context, Problems.Loop);
        }

        return HttpMethods.IsOptions(request.Method) && request.Headers.TryGetValue(MaxForwards, out var hops)
            ? ForwardOptionsAsync(context, hops.ToString())
            : next(context);
    }

    private static bool IsUnknown(StringValues expectations) =>
        expectations.Count > 0 && !string.Equals(expectations.ToString(), Continue, StringComparison.OrdinalIgnoreCase);

    private static Task EndOptionsAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Allow = Allowed;
        return Task.CompletedTask;
    }

    private Task ForwardOptionsAsync(HttpContext context, string hops)
    {
        if (!int.TryParse(hops, NumberStyles.None, CultureInfo.InvariantCulture, out var left))
        {
            return next(context);
        }

        if (left == 0)
        {
            return EndOptionsAsync(context);
        }

        context.Request.Headers[MaxForwards] = (left - 1).ToString(CultureInfo.InvariantCulture);
        return next(context);
    }
}
