using CsCheck;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class LatencyBucketsTests
{
    public static TheoryData<LatencyBuckets, int> Counts => new() { { LatencyBuckets.Wire, 544 }, { LatencyBuckets.Fine, 5_760 } };

    public static TheoryData<LatencyBuckets, int> Parts => new() { { LatencyBuckets.Wire, 16 }, { LatencyBuckets.Fine, 128 } };

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
        Assert.Equal(bucket, LatencyBuckets.Wire.IndexOf(TimeSpan.FromMicroseconds(microseconds)));

    [Theory]
    [MemberData(nameof(Counts))]
    public void Buckets_Each_BeginsWhereThePreviousOneEnds(LatencyBuckets buckets, int count)
    {
        Assert.Equal(count, buckets.Count);
        for (var bucket = 1; bucket < buckets.Count; bucket++)
        {
            var lower = buckets.LowerBoundOf(bucket);

            Assert.Equal(bucket, buckets.IndexOf(lower));
            Assert.Equal(bucket - 1, buckets.IndexOf(lower - TimeSpan.FromTicks(1)));
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Bucket_OfAnyDuration_HasABoundedRelativeWidth(LatencyBuckets buckets, int part) =>
        Gen.Long[part, 137_438_953_471].Sample(microseconds =>
        {
            var bucket = buckets.IndexOf(TimeSpan.FromMicroseconds(microseconds));
            var lower = buckets.LowerBoundOf(bucket).TotalMicroseconds;
            var upper = bucket == buckets.Count - 1 ? 137_438_953_472 : buckets.LowerBoundOf(bucket + 1).TotalMicroseconds;

            Assert.InRange(microseconds, lower, upper - 1);
            Assert.True(upper - lower <= lower / part);
        });
}
