using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>Exposes metrics for tunnels.</summary>
internal sealed class TunnelMetrics(IMeterFactory meters, OpenTunnels tunnels) : IHostedService
{
    public const string Open = "loadbalancer.tunnels";
    public const string Ended = "loadbalancer.tunnels.ended";
    public const string Reason = "reason";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayMeter.Name);
        meter.CreateObservableGauge(Open, () => tunnels.Count, "{tunnel}", "Open tunnels: WebSockets and other upgrades.");
        meter.CreateObservableCounter(Ended, Measure, "{tunnel}", "Tunnels that the gateway has ended, by reason.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Measure() =>
        OpenTunnels.Reasons.Select(reason => new Measurement<long>(
            tunnels.EndedFor(reason), new KeyValuePair<string, object?>(Reason, NameOf(reason))));

    private static string NameOf(TunnelEnd reason) => reason switch
    {
        TunnelEnd.Idle => "idle",
        TunnelEnd.GatewayStops => "gateway_stops",
        _ => "server_leaves",
    };
}
