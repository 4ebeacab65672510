using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The most frequent keys of some requests, with bounds that hold for every key: one that is listed had at least
/// <see cref="HotKey.Requests"/> − <see cref="HotKey.Error"/> and at most <see cref="HotKey.Requests"/>, any other at most
/// <see cref="Unlisted"/>. Summaries of different gateways and intervals can be added (Agarwal et al., Mergeable Summaries, PODS 2012).
/// Immutable, thread-safe.
/// </summary>
/// <param name="Keys">The keys, the one with the most guaranteed requests first.</param>
/// <param name="Unlisted">The maximum number of requests of a key that is not listed.</param>
public sealed record HotKeySummary(ImmutableArray<HotKey> Keys, long Unlisted)
{
    /// <summary>The summary of no requests.</summary>
    public static readonly HotKeySummary Empty = new([], 0);

    /// <summary>
    /// Adds summaries: the result has every key of any of them; a key that is missing in one may have had as many requests as that one's
    /// unlisted maximum. Associative and commutative. O(n log n) in the keys.
    /// </summary>
    public static HotKeySummary Sum(IEnumerable<HotKeySummary> summaries)
    {
        var sums = new Dictionary<(ulong Hash, string Key), (long Requests, long Error, long Unlisted)>();
        var unlisted = 0L;
        foreach (var summary in summaries)
        {
            unlisted += summary.Unlisted;
            foreach (var key in summary.Keys)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (key.Hash, key.Key), out _);
                sum = (sum.Requests + key.Requests, sum.Error + key.Error, sum.Unlisted + summary.Unlisted);
            }
        }

        return new(InOrder(sums.Select(sum => KeyOf(sum.Key.Key, sum.Key.Hash, sum.Value, unlisted - sum.Value.Unlisted))), unlisted);
    }

    /// <summary>
    /// Returns the significant keys: those with at least two guaranteed requests that are guaranteed to be as frequent as any key that is
    /// not listed. Ids that occur once therefore never appear, however many there are. The bounds hold for the result too. O(n).
    /// </summary>
    public HotKeySummary StandingOut()
    {
        var least = Math.Max(2, Unlisted);
        return Keep(Keys.TakeWhile(key => Certain(key) >= least).Count());
    }

    /// <summary>Returns the first keys; the bounds hold for the result too. O(n).</summary>
    /// <param name="most">The maximum number of keys.</param>
    public HotKeySummary Top(int most) => Keep(Math.Min(most, Keys.Length));

    internal static ImmutableArray<HotKey> InOrder(IEnumerable<HotKey> keys) =>
        [.. keys.OrderByDescending(Certain).ThenByDescending(key => key.Requests).ThenBy(key => key.Key, StringComparer.Ordinal).ThenBy(
            key => key.Hash)];

    private static long Certain(HotKey key) => key.Requests - key.Error;

    private HotKeySummary Keep(int count) => count == Keys.Length
        ? this
        : new(Keys[..count], Keys.Skip(count).Select(key => key.Requests).Append(Unlisted).Max());

    private static HotKey KeyOf(string key, ulong hash, (long Requests, long Error, long Unlisted) sum, long elsewhere) =>
        new(key, hash, sum.Requests + elsewhere, sum.Error + elsewhere);
}
