using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>Exposes a metric for the number of lines that were dropped.</summary>
internal sealed class TailMetrics(IMeterFactory meters, RequestTail tail) : IHostedService
{
    public const string Dropped = "loadbalancer.tail.dropped";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(GatewayMeter.Name).CreateObservableCounter(
            Dropped, () => tail.Dropped, "{line}", "Requests for the page Live that were dropped because its buffer was full.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
