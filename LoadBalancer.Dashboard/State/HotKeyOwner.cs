using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>Determines the owner of a frequent key.</summary>
internal static class HotKeyOwner
{
    /// <summary>
    /// Returns the owner's id, or <see langword="null"/> if there is none, or if the key is truncated and its hash was computed for another
    /// algorithm.
    /// </summary>
    public static ServerId? Of(ClusterSnapshot cluster, HotKey key) =>
        HashOf(cluster, key) is { } hash ? IdOf(cluster, cluster.Placement.Owner(hash)) : null;

    /// <summary>
    /// Returns the id of the server that receives the key, which differs from the owner while the owner takes no requests;
    /// <see langword="null"/> as in <see cref="Of"/>.
    /// </summary>
    public static ServerId? ServerOf(ClusterSnapshot cluster, HotKey key) =>
        HashOf(cluster, key) is { } hash ? IdOf(cluster, cluster.Select(hash, []).Server) : null;

    private static ulong? HashOf(ClusterSnapshot cluster, HotKey key)
    {
        var isWhole = key.Key.Length < HotKey.LongestText;
        return isWhole ? cluster.HashOf(key.Key)
            : IsOfKetama(key.Hash) == (cluster.Placement.Algorithm == PlacementAlgorithm.Ketama) ? key.Hash
            : null;
    }

    private static ServerId? IdOf(ClusterSnapshot cluster, int server) => server < 0 ? null : cluster.Membership.Servers[server].Id;

    /// <summary>
    /// Whether a hash is Ketama's, which has only the upper 32 bits; for another algorithm, one key in four billion has a hash with as many
    /// trailing zeros.
    /// </summary>
    private static bool IsOfKetama(ulong hash) => (uint)hash == 0;
}
