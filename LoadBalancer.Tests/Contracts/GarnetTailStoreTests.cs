using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetTailStoreTests(GarnetStore garnet) : RedisTailStoreContract
{
    private protected override IConnectionMultiplexer Connection => garnet.Connection;
}
