using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Tests.Simulator.Statistics;

public sealed class LatencyStatisticsTests
{
    [Fact]
    public void Percentile_OneToAThousandMilliseconds_IsExactToWithinHalfABucket()
    {
        var statistics = Of(Enumerable.Range(1, 1_000).Select(i => TimeSpan.FromMilliseconds(i)));

        Assert.Equal((1_000, 1, 500.5, 1_000), (
            statistics.Count,
            statistics.Shortest.TotalMilliseconds,
            statistics.Mean.TotalMilliseconds,
            statistics.Longest.TotalMilliseconds));
        Assert.All(
            [(0.5, 500.0), (0.9, 900), (0.99, 990), (0.999, 999), (1, 1_000)],
            expected => Assert.InRange(
                statistics.Percentile(expected.Item1).TotalMilliseconds, expected.Item2 * 0.992, expected.Item2 * 1.008));
    }

    [Fact]
    public void Percentile_BelowBucketWidth_IsExact()
    {
        var statistics = Of([.. Enumerable.Range(0, 100).Select(i => TimeSpan.FromMicroseconds(i))]);

        Assert.Equal((49.5, 98.5), (statistics.Percentile(0.5).TotalMicroseconds, statistics.Percentile(0.99).TotalMicroseconds));
    }

    [Fact]
    public void Percentile_OfNone_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyStatistics(LatencyBuckets.Fine).Percentile(0.99));

    [Fact]
    public void Percentile_OfOne_IsThatOne() =>
        Assert.Equal(TimeSpan.FromMilliseconds(123.4567), Of([TimeSpan.FromMilliseconds(123.4567)]).Percentile(0.99));

    [Fact]
    public void Record_Negative_CountsAsNone() => Assert.Equal(TimeSpan.Zero, Of([TimeSpan.FromSeconds(-1)]).Longest);

    [Fact]
    public void ReadHistogram_BetweenRecordings_LosesNothingAndCountsNothingTwice()
    {
        var statistics = Of([TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)]);

        Assert.Equal(2, statistics.ReadHistogram().Count);
        statistics.Record(TimeSpan.FromMilliseconds(2));
        Assert.Equal([1, 2], statistics.ReadHistogram().Counts.Select(entry => entry.Requests));
        Assert.Equal([1, 2], statistics.ReadHistogram().Counts.Select(entry => entry.Requests));
    }

    private static LatencyStatistics Of(IEnumerable<TimeSpan> latencies)
    {
        var statistics = new LatencyStatistics(LatencyBuckets.Fine);
        foreach (var latency in latencies)
        {
            statistics.Record(latency);
        }

        return statistics;
    }
}
