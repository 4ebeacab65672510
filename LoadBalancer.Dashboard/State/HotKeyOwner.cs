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
    public static string? Of(ClusterSnapshot cluster, HotKey key)
    {
        var isWhole = key.Key.Length < HotKey.LongestText;
        if (!isWhole && IsOfKetama(key.Hash) != (cluster.Placement.Algorithm == PlacementAlgorithm.Ketama))
        {
            return null;
        }

        var owner = cluster.Placement.Owner(isWhole ? cluster.HashOf(key.Key) : key.Hash);
        return owner < 0 ? null : cluster.Membership.Servers[owner].Id;
    }

    /// <summary>Its hash has 32 bits, the upper ones; another algorithm's ends in as many zeros once in four thousand million keys.</summary>
    private static bool IsOfKetama(ulong hash) => (uint)hash == 0;
}
