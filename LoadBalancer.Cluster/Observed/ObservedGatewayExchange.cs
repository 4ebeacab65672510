using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the exchange with telemetry.</summary>
internal sealed class ObservedGatewayExchange(IGatewayExchange inner, StoreOperations operations) : IGatewayExchange
{
    public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken) =>
        operations.RunAsync("gateways.exchange", () => inner.ExchangeAsync(report, interval, cancellationToken));

    public Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken) =>
        operations.RunAsync("gateways.leave", () => inner.LeaveAsync(name, gateway, cancellationToken));

    public Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken) =>
        operations.RunAsync("gateways.read", () => inner.ReadAsync(by, cancellationToken));

    public Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken) =>
        operations.RunAsync("gateways.forget", () => inner.ForgetAsync(name, by, cancellationToken));
}
