using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Exposes a metric for the number of lines that were dropped.</summary>
internal sealed class RequestLogMetrics(IMeterFactory meters, RequestLogLines lines) : IHostedService
{
    public const string Dropped = "loadbalancer.request_log.dropped";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (lines.Buffer is { } buffer)
        {
            meters.Create(GatewayMeter.Name).CreateObservableCounter(
                Dropped, () => buffer.Dropped, "{line}", "Lines of the request log that were dropped because its buffer was full.");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
