using LoadBalancer.Registry.Loads;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisLoadExchangeTests(RedisServer redis) : LoadExchangeContract
{
    internal override (ILoadExchange One, ILoadExchange Two) CreatePair()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Loads(redis.Connection, cluster), RedisRegistryFactory.Loads(redis.Connection, cluster));
    }

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
