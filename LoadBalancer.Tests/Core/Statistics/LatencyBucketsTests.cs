using CsCheck;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class LatencyBucketsTests
{
    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(15, 15)]
    [InlineData(16, 16)]
    [InlineData(31, 31)]
    [InlineData(32, 32)]
    [InlineData(33, 32)]
    [InlineData(34, 33)]
    [InlineData(68_719_476_736, 528)]
    [InlineData(137_438_953_471, 543)]
    [InlineData(137_438_953_472, 543)]
    [InlineData(900_000_000_000, 543)]
    public void IndexOf_Microseconds_IsTheDocumentedBucket(long microseconds, int bucket) =>
        Assert.Equal(bucket, LatencyBuckets.IndexOf(TimeSpan.FromMicroseconds(microseconds)));

    [Fact]
    public void Buckets_AllOfThem_BeginWhereTheOneBeforeEnds()
    {
        Assert.Equal(544, LatencyBuckets.Count);
        for (var bucket = 1; bucket < LatencyBuckets.Count; bucket++)
        {
            var lower = LatencyBuckets.LowerBoundOf(bucket);

            Assert.Equal(bucket, LatencyBuckets.IndexOf(lower));
            Assert.Equal(bucket - 1, LatencyBuckets.IndexOf(lower - TimeSpan.FromTicks(1)));
        }
    }

    [Fact]
    public void Bucket_OfAnyDuration_IsAtMostASixteenthAsWideAsItIsLong() =>
        Gen.Long[16, 137_438_953_471].Sample(microseconds =>
        {
            var bucket = LatencyBuckets.IndexOf(TimeSpan.FromMicroseconds(microseconds));
            var lower = LatencyBuckets.LowerBoundOf(bucket).TotalMicroseconds;
            var upper = bucket == LatencyBuckets.Count - 1 ? 137_438_953_472 : LatencyBuckets.LowerBoundOf(bucket + 1).TotalMicroseconds;

            Assert.InRange(microseconds, lower, upper - 1);
            Assert.True(upper - lower <= lower / 16);
        });
}
