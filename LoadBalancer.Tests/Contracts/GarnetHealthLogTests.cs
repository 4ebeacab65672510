using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

public sealed class GarnetHealthLogTests(GarnetStore garnet) : RedisHealthLogContract
{
    private protected override IConnectionMultiplexer Connection => garnet.Connection;
}
