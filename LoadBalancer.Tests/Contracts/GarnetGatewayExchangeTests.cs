using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetGatewayExchangeTests(GarnetStore garnet) : GatewayExchangeContract
{
    internal override (IGatewayExchange One, IGatewayExchange Two, IEventLog Log) Create()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Gateways(garnet.Connection, cluster), RedisRegistryFactory.Gateways(
            garnet.Connection, cluster), RedisRegistryFactory.Events(garnet.Connection, cluster));
    }

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
