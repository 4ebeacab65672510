using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisConditionalChangeTests(RedisServer redis) : ConditionalChangeContract
{
    internal override IServerRegistry Create() => RedisRegistryFactory.Registry(redis.Connection);
}
