using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisCheckStoreTests(RedisServer redis) : RedisCheckStoreContract
{
    private protected override IConnectionMultiplexer Connection => redis.Connection;
}
