using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Support.Otlp;

/// <summary>Receives traces, metrics and logs by OTLP over gRPC, and keeps them.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly Received _received;

    private OtlpReceiver(WebApplication app) => (_app, _received) = (app, app.Services.GetRequiredService<Received>());

    public string Url => _app.Urls.Single();

    public IReadOnlyCollection<ExportedSpan> Spans => _received.Spans;

    /// <summary>The received metrics, as <c>service: name {unit}</c>.</summary>
    public IReadOnlyCollection<string> Metrics => [.. _received.Metrics.Keys];

    public IReadOnlyCollection<(string Service, LogRecord Record)> Logs => _received.Logs;

    /// <summary>Environment variables that make a process export to this receiver with short delays.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Url),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "300"),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton<Received>();
        var app = builder.Build();
        app.MapGrpcService<Traces>();
        app.MapGrpcService<MetricsSink>();
        app.MapGrpcService<LogsSink>();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Waits until at least the given number of matching spans has arrived, and returns them.</summary>
    public async Task<ExportedSpan[]> SpansAsync(string what, int count, Func<ExportedSpan, bool> isIt)
    {
        await Eventually.TrueAsync($"{count} spans: {what}", () => Spans.Count(isIt) >= count, Patience);
        return [.. Spans.Where(isIt)];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Received
    {
        public ConcurrentQueue<ExportedSpan> Spans { get; } = new();

        public ConcurrentDictionary<string, bool> Metrics { get; } = new(StringComparer.Ordinal);

        public ConcurrentQueue<(string Service, LogRecord Record)> Logs { get; } = new();
    }

    private sealed class Traces(Received received) : TraceService.TraceServiceBase
    {
        public override Task<ExportResponse> Export(TracesRequest request, ServerCallContext context)
        {
            foreach (var (resource, scope) in request.ResourceSpans.SelectMany(
                resource => resource.ScopeSpans.Select(scope => (resource.Resource, scope))))
            {
                foreach (var span in scope.Spans)
                {
                    received.Spans.Enqueue(new(span, resource, scope.Scope.Name));
                }
            }

            return Task.FromResult(new ExportResponse());
        }
    }

    private sealed class MetricsSink(Received received) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportResponse> Export(MetricsRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceMetrics)
            {
                var service = resource.Resource.Attributes.Text("service.name");
                foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
                {
                    received.Metrics[$"{service}: {metric.Name} {metric.Unit}"] = true;
                }
            }

            return Task.FromResult(new ExportResponse());
        }
    }

    private sealed class LogsSink(Received received) : LogsService.LogsServiceBase
    {
        public override Task<ExportResponse> Export(LogsRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceLogs)
            {
                var service = resource.Resource.Attributes.Text("service.name")!;
                foreach (var record in resource.ScopeLogs.SelectMany(scope => scope.LogRecords))
                {
                    received.Logs.Enqueue((service, record));
                }
            }

            return Task.FromResult(new ExportResponse());
        }
    }
}
