using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Core.Membership;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>The epochs that a membership continues, as stored in Redis: <c>VERSION EPOCH</c>, one per line.</summary>
internal static class OriginField
{
    public static RedisValue Write(ImmutableArray<MembershipVersion> origins) => origins.IsEmpty
        ? RedisValue.Null
        : string.Join('\n', origins.Select(origin => string.Create(CultureInfo.InvariantCulture, $"{origin.Version} {origin.Epoch}")));

    /// <summary>Reads the lines, omitting those that cannot be read: at worst a membership is written back once more.</summary>
    public static ImmutableArray<MembershipVersion> Read(string text) => [.. text.Split('\n').Select(TryRead).OfType<MembershipVersion>()];

    private static MembershipVersion? TryRead(string line) =>
        line.Split(' ', 2) is [var version, { Length: > 0 } epoch]
            && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new(epoch), number)
            : null;
}
