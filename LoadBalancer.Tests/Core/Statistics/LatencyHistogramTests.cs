using CsCheck;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class LatencyHistogramTests
{
    private static readonly Gen<LatencyHistogram> Any =
        Gen.Select(Gen.Int[0, LatencyBuckets.Wire.Count - 1], Gen.Long[0, 1_000], (bucket, requests) => new LatencyCount(bucket, requests))
            .Array[0, 20].Select(counts => LatencyHistogram.Create(counts));

    public static TheoryData<LatencyBuckets> EveryBuckets => [LatencyBuckets.Wire, LatencyBuckets.Fine];

    [Fact]
    public void Create_DuplicateAndEmptyBuckets_AreSummedAndOmitted()
    {
        var histogram = LatencyHistogram.Create([new(7, 1), new(3, 0), new(2, 5), new(7, 2)]);

        Assert.Equal([new(2, 5), new(7, 3)], histogram.Counts.AsEnumerable());
        Assert.Equal(8, histogram.Count);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(544, 1)]
    [InlineData(0, -1)]
    public void Create_NoSuchBucketOrNegative_Throws(int bucket, long requests) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyHistogram.Create([new(bucket, requests)]));

    [Fact]
    public void FromCounts_OfAllBuckets_IsTheSameHistogram() => Any.Sample(histogram =>
    {
        var counts = new long[LatencyBuckets.Wire.Count];
        foreach (var (bucket, requests) in histogram.Counts)
        {
            counts[bucket] = requests;
        }

        Assert.Equal(histogram.Counts.AsEnumerable(), LatencyHistogram.FromCounts(counts).Counts);
        Assert.Equal(histogram.Count, LatencyHistogram.FromCounts(counts).Count);
    });

    [Theory]
    [InlineData(543, 0)]
    [InlineData(545, 0)]
    [InlineData(544, -1)]
    public void FromCounts_OtherBucketsOrNegative_Throws(int buckets, long requests) =>
        Assert.Throws<ArgumentException>(() => LatencyHistogram.FromCounts(Enumerable.Repeat(requests, buckets).ToArray()));

    [Fact]
    public void FromOrdered_OfItsOwnCounts_IsTheSameHistogram() => Any.Sample(histogram =>
    {
        var same = LatencyHistogram.FromOrdered(histogram.Counts);

        Assert.Equal((histogram.Counts, histogram.Count, histogram.Buckets), (same.Counts, same.Count, same.Buckets));
    });

    [Theory]
    [InlineData(3, 3, 1)]
    [InlineData(4, 3, 1)]
    [InlineData(3, 544, 1)]
    [InlineData(3, 4, 0)]
    [InlineData(-1, 4, 1)]
    public void FromOrdered_NotInOrderOrEmpty_Throws(int first, int second, long requests) =>
        Assert.Throws<ArgumentException>(() => LatencyHistogram.FromOrdered([new(first, 1), new(second, requests)]));

    [Fact]
    public void Sum_OfAny_IsAssociativeAndCommutative() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
    {
        var left = LatencyHistogram.Sum([LatencyHistogram.Sum([a, b]), c]);

        Assert.Equal(left.Counts.AsEnumerable(), LatencyHistogram.Sum([a, LatencyHistogram.Sum([c, b])]).Counts);
        Assert.Equal(a.Count + b.Count + c.Count, left.Count);
    });

    [Theory]
    [MemberData(nameof(EveryBuckets))]
    public void Sum_TwoHalves_IsTheWhole(LatencyBuckets buckets)
    {
        var durations = Enumerable.Range(0, 500).Select(i => TimeSpan.FromMicroseconds(Math.Pow(1.05, i))).ToArray();
        var whole = Of(durations, buckets);

        var sum = LatencyHistogram.Sum([Of(durations[..200], buckets), Of(durations[200..], buckets)], buckets);

        Assert.Equal(whole.Counts.AsEnumerable(), sum.Counts);
        Assert.Equal((whole.Count, whole.Buckets), (sum.Count, sum.Buckets));
    }

    [Fact]
    public void Sum_OfOtherBuckets_Throws() => Assert.Throws<ArgumentException>(() =>
        LatencyHistogram.Sum([LatencyHistogram.Create([new(7, 1)], LatencyBuckets.Fine)]));

    [Fact]
    public void Percentile_OfNone_IsNull() => Assert.Null(LatencyHistogram.Empty.Percentile(0.5));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    public void Percentile_OutOfRange_Throws(double part) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyHistogram.Empty.Percentile(part));

    [Fact]
    public void Percentile_OfAny_GrowsWithTheFraction() => Any.Where(histogram => histogram.Count > 0).Sample(histogram =>
        Assert.True(histogram.Percentile(0.5) <= histogram.Percentile(0.95) && histogram.Percentile(0.95) <= histogram.Percentile(1)));

    private static LatencyHistogram Of(TimeSpan[] durations, LatencyBuckets buckets) =>
        LatencyHistogram.Create(durations.Select(duration => new LatencyCount(buckets.IndexOf(duration), 1)), buckets);
}
