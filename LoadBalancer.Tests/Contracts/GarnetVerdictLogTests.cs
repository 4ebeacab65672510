using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetVerdictLogTests(GarnetStore garnet) : VerdictLogContract
{
    internal override (IVerdictLog Verdicts, IEventLog Log) Create()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        return (RedisRegistryFactory.Verdicts(garnet.Connection, cluster), RedisRegistryFactory.Events(garnet.Connection, cluster));
    }
}
