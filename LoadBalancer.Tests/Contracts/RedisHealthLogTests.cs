using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisHealthLogTests(RedisServer redis) : RedisHealthLogContract
{
    private protected override IConnectionMultiplexer Connection => redis.Connection;
}
