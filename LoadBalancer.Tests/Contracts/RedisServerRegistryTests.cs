using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisServerRegistryTests(RedisServer redis) : ServerRegistryContract
{
    internal override IServerRegistry Create() => RedisRegistryFactory.Registry(redis.Connection);

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
