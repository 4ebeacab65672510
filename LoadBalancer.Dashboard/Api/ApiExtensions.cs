using System.Text.Json.Serialization;
using LoadBalancer.Dashboard.Control;
using Microsoft.AspNetCore.Diagnostics;
using Scalar.AspNetCore;

namespace LoadBalancer.Dashboard.Api;

internal static class ApiExtensions
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ClusterControl>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, DashboardJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddApiDocument();
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api")
            .AddEndpointFilter(ApiFilters.RefuseBadBodyAsync)
            .AddEndpointFilter(ApiFilters.RefuseWithoutStoreAsync);
        foreach (var status in (int[])[401, 403, 429, 503])
        {
            api.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
        }

        api.MapServers();
        api.MapRing();
        api.MapObservations();
        api.MapReplicas();
        app.MapOpenApi();
        app.MapScalarApiReference();
    }

    /// <summary>Whatever ends without a body, or with an exception, gets one that says what happened.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(errors => errors.Run(WriteErrorAsync));
        app.UseStatusCodePages(pages => Problems.WriteBareAsync(pages.HttpContext));
    }

    private static Task WriteErrorAsync(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
        ? Problems.WriteAsync(context, bad.StatusCode, bad.Message)
        : Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "The dashboard failed; its log says why.");
}
