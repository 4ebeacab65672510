using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetServerRegistryTests(GarnetStore garnet) : ServerRegistryContract
{
    internal override IServerRegistry Create() => RedisRegistryFactory.Registry(garnet.Connection);

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
