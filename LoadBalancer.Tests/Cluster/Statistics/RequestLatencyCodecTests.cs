using CsCheck;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Tests.Cluster.Statistics;

public sealed class RequestLatencyCodecTests
{
    private static readonly Gen<LatencyHistogram> Histograms =
        Gen.Select(Gen.Int[0, LatencyBuckets.Wire.Count - 1], Gen.Long[1, 1 << 30], (bucket, count) => new LatencyCount(bucket, count))
            .Array[0, 40].Select(counts => LatencyHistogram.Create(counts));

    [Fact]
    public void Encode_AHistogram_HasTheseBytes() => Assert.Equal(
        new byte[] { 1, 2, 3, 5, 6, 0xAC, 0x02 },
        RequestLatencyCodec.Encode(LatencyHistogram.Create([new(3, 5), new(10, 300)])));

    [Fact]
    public void Decode_EncodedHistogram_IsTheSame() => Histograms.Sample(histogram => Assert.Equal(
        histogram.Counts.AsEnumerable(), RequestLatencyCodec.Decode(RequestLatencyCodec.Encode(histogram))!.Counts));

    [Fact]
    public void Decode_TruncatedTooLongOrOfALaterVersion_IsRejected() =>
        Gen.Select(Histograms, Gen.Double[0, 1]).Sample((histogram, part) =>
        {
            var record = RequestLatencyCodec.Encode(histogram);

            Assert.Null(RequestLatencyCodec.Decode(record.AsSpan(0, (int)(part * (record.Length - 1)))));
            Assert.Null(RequestLatencyCodec.Decode([.. record, 0]));
            Assert.Null(RequestLatencyCodec.Decode([2, .. record.AsSpan(1)]));
        });

    [Fact]
    public void Decode_ArbitraryBytes_NeverThrows() =>
        Gen.Byte.Array[0, 100].Sample(bytes => RequestLatencyCodec.Decode([1, .. bytes]), iter: 100_000);
}
