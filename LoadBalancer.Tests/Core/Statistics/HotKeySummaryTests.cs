using CsCheck;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class HotKeySummaryTests
{
    private static readonly Gen<HotKeySummary> Any = Gen.Select(
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 20], Gen.Int[0, 100]).Array[0, 8], Gen.Int[0, 20],
        (keys, unlisted) => Summary(
            unlisted,
            [.. keys.DistinctBy(key => key.Item1).Select(key => ($"{key.Item1}", (long)key.Item2 + key.Item3, (long)key.Item2))]));

    [Fact]
    public void Sum_KeyMissingInOneSummary_IncludesItsUnlistedRequestsInTheError()
    {
        var sum = HotKeySummary.Sum([Summary(5, ("both", 100, 1), ("one", 50, 2)), Summary(7, ("both", 10, 0))]);

        Assert.Equal([new("both", Hash("both"), 110, 1), new("one", Hash("one"), 57, 9)], sum.Keys.AsEnumerable());
        Assert.Equal(12, sum.Unlisted);
    }

    [Fact]
    public void Sum_OfAny_IsAssociativeAndCommutative() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
    {
        var left = HotKeySummary.Sum([HotKeySummary.Sum([a, b]), c]);
        var right = HotKeySummary.Sum([a, HotKeySummary.Sum([c, b])]);

        Assert.Equal(left.Unlisted, right.Unlisted);
        Assert.Equal(left.Keys.AsEnumerable(), right.Keys);
    });

    [Fact]
    public void TopAndStandingOut_OfAny_KeepBoundsOnWhatTheyOmit() => Gen.Select(Any, Gen.Int[0, 8]).Sample((summary, most) =>
        Assert.All((HotKeySummary[])[summary.Top(most), summary.StandingOut()], less =>
        {
            Assert.True(less.Unlisted >= summary.Unlisted);
            Assert.Equal(summary.Keys.Take(less.Keys.Length), less.Keys);
            Assert.All(summary.Keys.Skip(less.Keys.Length), key => Assert.True(key.Requests <= less.Unlisted));
        }));

    [Fact]
    public void StandingOut_RareAndUncertainKeys_AreOmitted()
    {
        var summary = Summary(10, ("certain", 30, 10), ("just", 10, 0), ("uncertain", 40, 31), ("rare", 9, 0));

        Assert.Equal(["certain", "just"], summary.StandingOut().Keys.Select(key => key.Key));
        Assert.Empty(Summary(0, ("single", 1, 0)).StandingOut().Keys);
    }

    private static HotKeySummary Summary(long unlisted, params (string Key, long Requests, long Error)[] keys) =>
        HotKeySummary.Sum([new([.. keys.Select(key => new HotKey(key.Key, Hash(key.Key), key.Requests, key.Error))], unlisted)]);

    private static ulong Hash(string key) => (ulong)key.Length;
}
