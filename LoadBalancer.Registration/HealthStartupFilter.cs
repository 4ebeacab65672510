using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>
/// Serves the health endpoint, before the application's own middleware, so that no redirect or login affects probes; unless the application
/// has an endpoint at that path.
/// </summary>
internal sealed class HealthStartupFilter(
    HealthCheckService checks, IServiceProvider services, IOptions<RegistrationOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        PathString path = options.Value.HealthPath;
        app.Use((context, following) =>
            IsProbe(context.Request, path) && !HasEndpoint(path) ? RespondAsync(context) : following(context));
        next(app);
    };

    private static bool IsProbe(HttpRequest request, PathString path) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && request.Path.Equals(path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checked with each probe, since endpoints may be added and removed at any time.</summary>
    private bool HasEndpoint(PathString path) =>
        services.GetService<EndpointDataSource>()?.Endpoints.OfType<RouteEndpoint>().Any(endpoint => IsAt(endpoint, path)) is true;

    private static bool IsAt(RouteEndpoint endpoint, PathString path) =>
        string.Equals(endpoint.RoutePattern.RawText?.Trim('/'), path.Value!.Trim('/'), StringComparison.OrdinalIgnoreCase);

    private async Task RespondAsync(HttpContext context)
    {
        var report = await checks.CheckHealthAsync(context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(report.Status.ToString(), context.RequestAborted);
    }
}
