using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Tests.Simulator.Statistics;

public sealed class DurationHistogramTests
{
    [Fact]
    public void Percentile_OneToAThousandMilliseconds_IsExactToWithinHalfABucket()
    {
        var histogram = Of(Enumerable.Range(1, 1_000).Select(i => TimeSpan.FromMilliseconds(i)));

        Assert.Equal(
            (1_000, 1, 500.5, 1_000),
            (histogram.Count, histogram.Shortest.TotalMilliseconds, histogram.Mean.TotalMilliseconds, histogram.Longest.TotalMilliseconds));
        Assert.All(
            [(0.5, 500.0), (0.9, 900), (0.99, 990), (0.999, 999), (1, 1_000)],
            expected => Assert.InRange(
                histogram.Percentile(expected.Item1).TotalMilliseconds, expected.Item2 * 0.992, expected.Item2 * 1.008));
    }

    [Fact]
    public void Percentile_BelowBucketWidth_IsExact()
    {
        var histogram = Of([.. Enumerable.Range(0, 100).Select(i => TimeSpan.FromMicroseconds(i))]);

        Assert.Equal((49.5, 98.5), (histogram.Percentile(0.5).TotalMicroseconds, histogram.Percentile(0.99).TotalMicroseconds));
    }

    [Fact]
    public void Percentile_OfNone_IsZero() => Assert.Equal(TimeSpan.Zero, new DurationHistogram().Percentile(0.99));

    [Fact]
    public void Percentile_OfOne_IsThatOne() =>
        Assert.Equal(TimeSpan.FromMilliseconds(123.4567), Of([TimeSpan.FromMilliseconds(123.4567)]).Percentile(0.99));

    [Fact]
    public void Record_Negative_CountsAsNone() => Assert.Equal(TimeSpan.Zero, Of([TimeSpan.FromSeconds(-1)]).Longest);

    [Theory]
    [InlineData(DurationHistogram.Fine)]
    [InlineData(DurationHistogram.Coarse)]
    public void Add_TwoHalves_IsTheWhole(int precision)
    {
        var durations = Enumerable.Range(0, 500).Select(i => TimeSpan.FromMicroseconds(Math.Pow(1.05, i))).ToArray();
        var (whole, first, second) = (Of(durations, precision), Of(durations[..200], precision), Of(durations[200..], precision));

        first.Add(second);

        Assert.Equal(whole.Buckets(), first.Buckets());
        Assert.Equal((whole.Count, whole.Mean, whole.Shortest, whole.Longest), (first.Count, first.Mean, first.Shortest, first.Longest));
    }

    private static DurationHistogram Of(IEnumerable<TimeSpan> durations, int precision = DurationHistogram.Fine)
    {
        var histogram = new DurationHistogram(precision);
        foreach (var duration in durations)
        {
            histogram.Record(duration);
        }

        return histogram;
    }
}
