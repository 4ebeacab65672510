using LoadBalancer.Cluster.Counters;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetCounterStoreTests(GarnetStore garnet) : CounterStoreContract
{
    internal override ICounterStore Create() => RedisRegistryFactory.Counters(garnet.Connection);
}
