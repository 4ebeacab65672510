using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>Where a frequent key belongs.</summary>
internal static class HotKeyOwner
{
    /// <summary>
    /// The owner's id, or <see langword="null"/> where there is none, or the key is known by its beginning alone and its hash
    /// was made for another algorithm.
    /// </summary>
    public static string? Of(ClusterSnapshot cluster, HotKey key) =>
        HashOf(cluster, key) is { } hash ? IdOf(cluster, cluster.Placement.Owner(hash)) : null;

    /// <summary>
    /// The id of the server that gets it, which is another one while the owner takes no requests; <see langword="null"/> as in
    /// <see cref="Of"/>.
    /// </summary>
    public static string? ServerOf(ClusterSnapshot cluster, HotKey key) =>
        HashOf(cluster, key) is { } hash ? IdOf(cluster, cluster.Select(hash, []).Server) : null;

    private static ulong? HashOf(ClusterSnapshot cluster, HotKey key)
    {
        var isWhole = key.Key.Length < HotKey.LongestText;
        return isWhole ? cluster.HashOf(key.Key)
            : IsOfKetama(key.Hash) == (cluster.Placement.Algorithm == PlacementAlgorithm.Ketama) ? key.Hash
            : null;
    }

    private static string? IdOf(ClusterSnapshot cluster, int server) => server < 0 ? null : cluster.Membership.Servers[server].Id;

    /// <summary>
    /// Its hash has 32 bits, the upper ones; another algorithm's ends in as many zeros once in four thousand million keys.
    /// </summary>
    private static bool IsOfKetama(ulong hash) => (uint)hash == 0;
}
