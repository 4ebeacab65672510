using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// Checks that Redis accepts writes, for processes that otherwise only read: a replica serves reads as if nothing had happened. The command
/// is a write, which Redis refuses for the same reasons as any other, but it has no effect, since its condition never holds.
/// </summary>
internal static class WriteProbe
{
    /// <summary>Throws the client's exception if Redis does not accept writes. One round trip.</summary>
    public static async Task RunAsync(IDatabase database, RedisKeys keys) =>
        await database.StringSetAsync(keys.Probe, "1", when: When.Exists);
}
