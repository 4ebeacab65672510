using LoadBalancer.Simulator.Keys;

namespace LoadBalancer.Tests.Simulator.Keys;

public sealed class KeyPatternTests
{
    [Fact]
    public void KeyOf_Unique_NeverRepeatsAndIsTheSameInEveryRun()
    {
        var keys = Draw("unique", 10_000);

        Assert.Equal(10_000, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys, Draw("unique", 10_000));
    }

    [Fact]
    public void KeyOf_Zipf_FollowsTheLaw()
    {
        var counts = Draw("zipf:1:1000", 200_000)
            .CountBy(key => key)
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        var harmonic = Enumerable.Range(1, 1_000).Sum(rank => 1.0 / rank);

        Assert.All([1, 2, 10, 100], rank => Assert.InRange(counts[$"key-{rank}"] * rank * harmonic / 200_000, 0.9, 1.1));
        Assert.True(counts.Keys.All(key => int.Parse(key[4..], null) is >= 1 and <= 1_000));
    }

    [Fact]
    public void KeyOf_ZipfWithoutExponent_IsUniform()
    {
        var counts = Draw("zipf:0:10", 100_000).CountBy(key => key).ToArray();

        Assert.Equal(10, counts.Length);
        Assert.All(counts, count => Assert.InRange(count.Value, 9_500, 10_500));
    }

    [Fact]
    public void KeyOf_OtherSeed_DrawsOtherKeys() =>
        Assert.NotEqual(Draw("zipf:1:1000", 100), [.. Enumerable.Range(0, 100).Select(i => KeyPattern.Parse("zipf:1:1000", 2).KeyOf(i))]);

    [Fact]
    public void KeyOf_File_CyclesThroughItsLines()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "a\n\nb\nc\n");

        Assert.Equal(["a", "b", "c", "a"], Draw($"file:{path}", 4));
    }

    [Theory]
    [InlineData(1, 4, 1.0, new[] { 12, 6, 4, 3 })]
    [InlineData(0, 4, 0.0, new[] { 6, 6, 6, 6 })]
    public void PartOf_Ranks_IsTheLaw(int first, int ranks, double exponent, int[] parts)
    {
        var distribution = new ZipfDistribution(exponent, ranks);

        Assert.All(parts.Select((part, i) => (part, rank: first + i)).Where(entry => entry.rank >= 1 && entry.rank <= ranks), entry =>
            Assert.Equal(exponent == 0 ? 0.25 : entry.part / 25.0, distribution.PartOf(entry.rank), 12));
    }

    [Fact]
    public void RankAt_Ends_AreFirstAndLast()
    {
        var distribution = new ZipfDistribution(1, 3);

        Assert.Equal(
            (1, 1, 2, 3), (distribution.RankAt(0), distribution.RankAt(0.54), distribution.RankAt(0.55), distribution.RankAt(0.999999)));
    }

    private static string[] Draw(string pattern, int count)
    {
        var keys = KeyPattern.Parse(pattern, seed: 1);
        return [.. Enumerable.Range(0, count).Select(i => keys.KeyOf(i))];
    }
}
