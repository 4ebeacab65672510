using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetConditionalChangeTests(GarnetStore garnet) : ConditionalChangeContract
{
    internal override IServerRegistry Create() => RedisRegistryFactory.Registry(garnet.Connection);
}
