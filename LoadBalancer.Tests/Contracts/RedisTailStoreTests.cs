using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisTailStoreTests(RedisServer redis) : RedisTailStoreContract
{
    private protected override IConnectionMultiplexer Connection => redis.Connection;
}
