using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisChangeLogTests(RedisServer redis) : ChangeLogContract
{
    internal override (IServerRegistry Registry, IEventLog Events, IChangeLog Changes) Create(TimeProvider clock)
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (
            RedisRegistryFactory.Registry(redis.Connection, cluster, clock),
            RedisRegistryFactory.Events(redis.Connection, cluster),
            RedisRegistryFactory.Changes(redis.Connection, cluster));
    }
}
