using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetCheckStoreTests(GarnetStore garnet) : RedisCheckStoreContract
{
    private protected override IConnectionMultiplexer Connection => garnet.Connection;
}
