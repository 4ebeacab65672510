using LoadBalancer.Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Forwarding;

/// <summary>
/// Sets the path base from a trusted proxy's header, or else from <c>Dashboard:PathBase</c>. A proxy may strip it from the path or keep it:
/// requests are accepted with and without it, and links always contain it.
/// </summary>
internal sealed class PathBaseMiddleware(RequestDelegate next, IOptions<DashboardOptions> options)
{
    private readonly PathString _configured = new(options.Value.PathBase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        request.PathBase = Forwarded(request) ?? _configured;
        if (request.PathBase.HasValue && request.Path.StartsWithSegments(request.PathBase, StringComparison.Ordinal, out var rest))
        {
            if (!rest.HasValue)
            {
                // Without the trailing slash, the path is not below the page's base.
                context.Response.Redirect($"{context.Root()}{request.QueryString}");
                return Task.CompletedTask;
            }

            request.Path = rest;
        }

        return next(context);
    }

    /// <summary>
    /// Returns the path base that the platform took from <c>X-Forwarded-Prefix</c> of a trusted proxy; nothing else sets one.
    /// </summary>
    private static PathString? Forwarded(HttpRequest request)
    {
        var prefix = request.PathBase.Value?.TrimEnd('/') ?? "";
        return BasePathAttribute.IsValid(prefix) ? new(prefix) : null;
    }
}
