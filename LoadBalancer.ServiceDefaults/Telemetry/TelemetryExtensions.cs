using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics, and logs of a process, for any collector.</summary>
public static class TelemetryExtensions
{
    /// <summary>The pattern that the names of all meters and sources of the product match.</summary>
    private const string OwnNames = "LoadBalancer.*";

    /// <summary>
    /// Sends traces, metrics, and logs to the OTLP endpoint of the standard variables. Without an endpoint nothing is collected:
    /// instrumentation without a listener adds no cost to a proxied request.
    /// </summary>
    internal static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<TelemetryOptions>, TelemetryOptionsValidator>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>());
        builder.Services.AddOptions<TelemetryOptions>().ValidateOnStart();
        var signals = new OtlpSignals(builder.Configuration);
        if (!signals.Any)
        {
            return;
        }

        builder.Services.AddOptions<TracingOptions>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Describe(builder.Configuration, builder.Environment.ApplicationName));
        if (signals.Traces)
        {
            builder.Services.AddSampling(SamplerChoice.Of(builder.Configuration));
            builder.Services.AddTracing(builder.Configuration, telemetry);
        }

        if (signals.Metrics)
        {
            telemetry.WithMetrics(AddMeters);
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        if (!signals.Logs)
        {
            builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.None);
        }

        telemetry.UseOtlpExporter();
    }

    /// <summary>Collects metrics for <see cref="MapMetrics"/>, whether or not they are also sent by OTLP.</summary>
    public static void AddPrometheus(this WebApplicationBuilder builder) => builder.Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.Describe(builder.Configuration, builder.Environment.ApplicationName))
        .WithMetrics(metrics =>
        {
            AddMeters(metrics);
            metrics.AddPrometheusExporter();
        });

    /// <summary>
    /// Serves the metrics in Prometheus's format, with at most one collection per second. Requires <see cref="AddPrometheus"/>.
    /// </summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapPrometheusScrapingEndpoint(path);

    private static void AddSampling(this IServiceCollection services, SamplerChoice choice)
    {
        services.AddSingleton(choice);
        services.AddSingleton(provider => new TraceLimit(
            choice.IsOff ? 0 : provider.GetRequiredService<IOptions<TelemetryOptions>>().Value.TracesPerSecond,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TraceSampling(provider.GetRequiredService<TraceLimit>(), choice.IgnoresCallers));
        services.AddSingleton(provider => new RateLimitingSampler(
            choice, provider.GetRequiredService<TraceLimit>(),
            provider.GetRequiredService<IOptions<TelemetryOptions>>().Value.BackgroundTraces));
        if (choice.Problem is not null)
        {
            services.AddHostedService<SamplerWarning>();
        }
    }

    private static void AddTracing(this IServiceCollection services, ConfigurationManager configuration, IOpenTelemetryBuilder telemetry)
    {
        services.AddOptions<AspNetCoreTraceInstrumentationOptions>().Configure<IOptions<TracingOptions>, TraceLimit>(
            (instrumentation, own, limit) => instrumentation.Filter = context =>
            {
                var isExcluded = own.Value.Excludes(context);
                if (isExcluded && Activity.Current is { Recorded: true, Parent: null })
                {
                    // The span was sampled before it could be excluded; return its token to other traces.
                    limit.Return();
                }

                return !isExcluded;
            });

        if (string.IsNullOrWhiteSpace(configuration["OTEL_PROPAGATORS"]))
        {
            // The platform itself reads and writes trace context and baggage. With any other propagator the instrumentations do so once
            // more: each request whose trace is dropped costs a second span, and its client's context is overwritten.
            Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        }

        services.AddOptions<HttpClientTraceInstrumentationOptions>().Configure<IOptions<TracingOptions>>(
            (instrumentation, own) => instrumentation.EnrichWithHttpRequestMessage = own.Value.Enrich);
        telemetry.WithTracing(tracing => tracing
            .SetSampler(provider => provider.GetRequiredService<RateLimitingSampler>())
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddSource(OwnNames));
    }

    private static void AddMeters(MeterProviderBuilder metrics) => metrics
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddMeter(OwnNames);
}
