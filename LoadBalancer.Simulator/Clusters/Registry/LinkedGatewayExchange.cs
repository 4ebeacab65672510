using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The exchange between gateways, as one gateway reaches it over the simulated network.</summary>
internal sealed class LinkedGatewayExchange(string who, SimulatedStore store, RegistryLink link) : IGatewayExchange
{
    public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken) =>
        link.CallAsync(who, () => store.Exchange.ExchangeAsync(report, interval, cancellationToken), cancellationToken);

    public Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken) => link.CallAsync(
        who,
        async () =>
        {
            await store.Exchange.LeaveAsync(name, gateway, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken) =>
        link.CallAsync(who, () => store.Exchange.ReadAsync(by, cancellationToken), cancellationToken);

    public Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken) =>
        link.CallAsync(who, () => store.Exchange.ForgetAsync(name, by, cancellationToken), cancellationToken);
}
