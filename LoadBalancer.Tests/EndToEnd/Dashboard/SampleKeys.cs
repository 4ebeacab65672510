using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Creates frequent keys, identical in every run.</summary>
internal static class SampleKeys
{
    /// <summary>Returns the most frequent keys of a number of requests.</summary>
    public static IEnumerable<HotKeyView> Of(ClusterSnapshot cluster, long requests)
    {
        string[] keys =
        [
            "tenant-0042", "session-7f3a91", "/catalog/shoes?page=1", "tenant-0007", "<script>alert(1)</script>", "cart-1188",
            "tenant-0913", "10.2.0.14", "straße-3", "search:spring sale", $"token-{new string('a', 122)}", "abc\u202Efdp.exe",
        ];
        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
        {
            var count = (long)(requests * 0.061 / (i + 1.3));
            var hash = cluster.HashOf(key);
            var owner = cluster.Placement.Owner(hash);
            yield return new(
                new(key, hash, count, i > 5 ? count / 6 : 0),
                requests == 0 ? 0 : (double)count / requests,
                owner < 0 ? null : cluster.Membership.Servers[owner].Id)
            {
                Recent = requests == 0 ? null : new(0.061 / (i + 1.3) * TrendOf(i).Factor, TrendOf(i).Trend),
            };
        }
    }

    private static (double Factor, HotKeyTrend Trend) TrendOf(int key) =>
        key switch { 1 => (2.4, HotKeyTrend.Rising), 3 => (0.2, HotKeyTrend.Falling), _ => (1.04, HotKeyTrend.Steady) };
}
