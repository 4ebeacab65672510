using LoadBalancer.Registry;
using LoadBalancer.Registry.Changes;
using LoadBalancer.Registry.Events;
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
