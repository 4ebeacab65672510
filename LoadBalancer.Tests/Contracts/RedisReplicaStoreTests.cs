using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisReplicaStoreTests(RedisServer redis) : ReplicaStoreContract
{
    internal override (IReplicaStore Replicas, IEventLog Log) Create()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Replicas(redis.Connection, cluster), RedisRegistryFactory.Events(redis.Connection, cluster));
    }

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
