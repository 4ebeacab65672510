using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetReplicaStoreTests(GarnetStore garnet) : ReplicaStoreContract
{
    internal override (IReplicaStore Replicas, IEventLog Log) Create()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Replicas(garnet.Connection, cluster), RedisRegistryFactory.Events(garnet.Connection, cluster));
    }

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
