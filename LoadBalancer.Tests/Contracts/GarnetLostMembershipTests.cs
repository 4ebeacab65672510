using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetLostMembershipTests(GarnetStore garnet) : LostMembershipContract
{
    internal override IServerRegistry Create() => RedisRegistryFactory.Registry(garnet.Connection);
}
