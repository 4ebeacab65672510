using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>A membership as it was read, with the version to the letter, which the next write is conditioned on.</summary>
internal sealed record StoredMembership(MembershipSnapshot Membership, RedisValue Version);
