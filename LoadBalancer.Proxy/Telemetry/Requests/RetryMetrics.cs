using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>Exposes metrics for the requests in flight by server, and for the used share of the retry budget.</summary>
internal sealed class RetryMetrics(IMeterFactory meters, RequestCounters counters, RetryPolicy policy) : IHostedService
{
    public const string InFlight = "loadbalancer.requests.in_flight";
    public const string Retries = "loadbalancer.retry.budget.used";
    public const string Limit = "loadbalancer.retry.budget.limit";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(GatewayMeter.Name);
        meter.CreateObservableUpDownCounter(
            InFlight, () => Measure(counter => counter.Load.Here), "{request}", "Requests that this gateway has in flight at a server.");
        meter.CreateObservableGauge(Retries, () => policy.Budget.Retries, "{try}", "Retries in progress that count against the budget.");
        meter.CreateObservableGauge(Limit, () => policy.Budget.Limit, "{try}", "Number of retries that may be in progress now.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Measure(Func<ServerCounter, long> read) =>
        counters.All.Select(
            entry => new Measurement<long>(read(entry.Value), new KeyValuePair<string, object?>(RequestMetrics.Server, entry.Key.Value)));
}
