using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisLostMembershipTests(RedisServer redis) : LostMembershipContract
{
    internal override IServerRegistry Create() => RedisRegistryFactory.Registry(redis.Connection);
}
