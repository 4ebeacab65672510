using System.Text.Json.Serialization;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using Microsoft.AspNetCore.Diagnostics;
using Scalar.AspNetCore;

namespace LoadBalancer.Dashboard.Api;

internal static class ApiExtensions
{
    private const string NotFoundPage = "/not-found";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ClusterControl>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, DashboardJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

            // This also affects the OpenAPI document, which would otherwise allow "100" for 100.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddApiDocument();
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api")
            .AddEndpointFilter(ApiFilters.RejectUnknownParametersAsync)
            .AddEndpointFilter(ApiFilters.RejectBadBodyAsync)
            .AddEndpointFilter(ApiFilters.RejectWithoutStoreAsync);
        foreach (var status in (int[])[400, 401, 403, 429, 500, 503])
        {
            api.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
        }

        api.MapServers();
        api.MapServerHealth();
        api.MapRing();
        api.MapObservations();
        api.MapTimeline();
        api.MapReplicas();
        api.MapChanges();
        api.MapRequests();
        app.MapOpenApi();
        app.MapScalarApiReference((scalar, context) =>
        {
            // Everything is served from here: no external fonts, assistant, or analytics, and one script within the page.
            scalar.Title = "LoadBalancer control API";
            scalar.DefaultFonts = false;
            scalar.Telemetry = false;
            scalar.HideClientButton = true;
            scalar.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            scalar.DisableAgent().DisableMcp();
            scalar.Nonce = SecurityHeaders.AllowApiReference(context);
            scalar.HideDarkModeToggle = true;
            scalar.HeadContent = $"""<script nonce="{scalar.Nonce}">{ApiReference.ThemeScript}</script>""";
            scalar.HeaderContent = ApiReference.Header;
        });
    }

    /// <summary>Adds a problem body to responses that end without a body or with an exception; requests for pages get a page.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WriteErrorAsync,

            // A client's mistake is not an error of the dashboard.
            SuppressDiagnosticsCallback = static failure => failure.Exception is BadHttpRequestException,
        });
        app.UseWhen(
            context => !IsForAPage(context.Request), api => api.UseStatusCodePages(pages => Problems.WriteBareAsync(pages.HttpContext)));
        app.UseWhen(context => IsForAPage(context.Request), pages => pages.UseStatusCodePagesWithReExecute(NotFoundPage));
    }

    private static bool IsForAPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static Task WriteErrorAsync(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
            ? Problems.WriteAsync(context, bad.StatusCode, bad.Message)
            : Problems.WriteAsync(context, ProblemType.InternalError, "The dashboard failed; see its log for the reason.");
}
