using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetChangeLogTests(GarnetStore garnet) : ChangeLogContract
{
    internal override (IServerRegistry Registry, IEventLog Events, IChangeLog Changes) Create(TimeProvider clock)
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (
            RedisRegistryFactory.Registry(garnet.Connection, cluster, clock),
            RedisRegistryFactory.Events(garnet.Connection, cluster),
            RedisRegistryFactory.Changes(garnet.Connection, cluster));
    }
}
