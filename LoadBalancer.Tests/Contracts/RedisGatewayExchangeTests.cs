using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisGatewayExchangeTests(RedisServer redis) : GatewayExchangeContract
{
    internal override (IGatewayExchange One, IGatewayExchange Two, IEventLog Log) Create()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Gateways(redis.Connection, cluster), RedisRegistryFactory.Gateways(
            redis.Connection, cluster), RedisRegistryFactory.Events(redis.Connection, cluster));
    }

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
