using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Exposes metrics for rejections, and for whether requests are being shed.</summary>
internal sealed class RejectionMetrics(IMeterFactory meters, Rejections rejections, Overload overload) : IHostedService
{
    public const string Refused = "loadbalancer.refused";
    public const string Shedding = "loadbalancer.overload";
    public const string Reason = "reason";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayMeter.Name);
        meter.CreateObservableCounter(Refused, Measure, description: "Requests and connections that were rejected, by reason.");
        meter.CreateObservableGauge(
            Shedding, () => overload.IsShedding ? 1 : 0, description: "1 while the gateway sheds requests because of overload, else 0.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Measure() =>
        Rejections.Reasons.Select(
            reason => new Measurement<long>(rejections.Of(reason), new KeyValuePair<string, object?>(Reason, Rejections.NameOf(reason))));
}
