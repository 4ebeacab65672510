using LoadBalancer.Cluster.Counters;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisCounterStoreTests(RedisServer redis) : CounterStoreContract
{
    internal override ICounterStore Create() => RedisRegistryFactory.Counters(redis.Connection);
}
