using System.Collections.Immutable;
using LoadBalancer.Registry.Gateways;

namespace LoadBalancer.Registry.Telemetry;

/// <summary>The exchange, observed.</summary>
internal sealed class ObservedGatewayExchange(IGatewayExchange inner, StoreOperations operations) : IGatewayExchange
{
    public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken) =>
        operations.RunAsync("gateways.exchange", () => inner.ExchangeAsync(report, interval, cancellationToken));

    public Task<ImmutableArray<GatewayReport>> ReadAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("gateways.read", () => inner.ReadAsync(cancellationToken));
}
