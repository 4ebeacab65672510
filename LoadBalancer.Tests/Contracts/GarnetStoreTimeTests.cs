using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetStoreTimeTests(GarnetStore garnet) : StoreTimeContract
{
    internal override IServerRegistry Create() =>
        RedisRegistryFactory.Registry(garnet.Connection, timeProvider: new ShiftedTimeProvider(TimeSpan.FromHours(1)));

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
