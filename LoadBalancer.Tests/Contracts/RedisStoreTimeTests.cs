using LoadBalancer.Cluster.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisStoreTimeTests(RedisServer redis) : StoreTimeContract
{
    internal override IServerRegistry Create() =>
        RedisRegistryFactory.Registry(redis.Connection, timeProvider: new ShiftedTimeProvider(TimeSpan.FromHours(1)));

    protected override Task PassTimeAsync() => RedisRegistryFactory.PassTimeAsync();
}
