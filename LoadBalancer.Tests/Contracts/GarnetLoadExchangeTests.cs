using LoadBalancer.Registry.Loads;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetLoadExchangeTests(GarnetStore garnet) : LoadExchangeContract
{
    internal override (ILoadExchange One, ILoadExchange Two) CreatePair()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Loads(garnet.Connection, cluster), RedisRegistryFactory.Loads(garnet.Connection, cluster));
    }

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
