using LoadBalancer.Cluster.Settings;
using LoadBalancer.Gateway.Readiness;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.ServiceDefaults.Telemetry;

namespace LoadBalancer.Gateway.Endpoints;

internal static class OwnEndpointsExtensions
{
    public static void AddOwnEndpoints(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OwnEndpoints>();
        builder.Services.AddSingleton<StatsCounts>();
        builder.Services.AddSingleton<StatsReports>();
        builder.Services.AddReadiness();
        builder.Services.AddSingleton<MatcherPolicy, OwnEndpointPolicy>();
        builder.Services.AddOptions<TracingOptions>().Configure<OwnEndpoints>((tracing, own) => tracing.Excludes = own.Take);
        if (OwnEndpoints.WantMetrics(builder.Configuration.GetSection(GatewaySection.Name)))
        {
            builder.AddPrometheus();
        }
    }

    public static void MapOwnEndpoints(this WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<OwnEndpoints>();
        var own = app.MapGroup(endpoints.Prefix).WithMetadata(OwnEndpoint.Mark);
        own.MapHealthcheck();
        own.MapStats().WithMetadata(endpoints.HavePublicStats ? OwnEndpoint.PublicMark : OwnEndpoint.Mark);
        if (endpoints.HaveMetrics)
        {
            own.MapMetrics(OwnEndpoints.MetricsPath);
        }
    }

    /// <summary>
    /// Replaces the developer exception page, which the host adds in development, since clients must not see stack traces.
    /// </summary>
    public static void HideFaults(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = context => Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "The gateway failed."),
            });
        }
    }
}
