using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisVerdictLogTests(RedisServer redis) : VerdictLogContract
{
    internal override (IVerdictLog Verdicts, IEventLog Log) Create()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Verdicts(redis.Connection, cluster), RedisRegistryFactory.Events(redis.Connection, cluster));
    }
}
