using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>A membership as read from Redis, with the verbatim version, which is the condition of the next write.</summary>
internal sealed record StoredMembership(MembershipSnapshot Membership, RedisValue Version);
