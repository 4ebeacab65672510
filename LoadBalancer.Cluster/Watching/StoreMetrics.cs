using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Cluster.Watching;

/// <summary>Exposes a metric for whether the store is reachable and accepts writes.</summary>
internal sealed class StoreMetrics(IMeterFactory meters, MembershipWatcher watcher) : IHostedService
{
    public const string Connected = "loadbalancer.store.connected";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(GatewayMeter.Name).CreateObservableGauge(
            Connected,
            () => watcher.IsConnected ? 1 : 0,
            description: "1 while the gateway can reach a Redis that accepts writes, 0 while it serves from its last snapshot.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
