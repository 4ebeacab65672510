using System.Collections.Immutable;
using CsCheck;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Statistics;

public sealed class CauseCodecTests
{
    private static readonly string[] Names = ["connection_refused", "http_response_timeout", "of a later build", "überlast", ""];

    private static readonly Gen<ImmutableArray<CauseCount>> Counts =
        Gen.Select(Gen.Int[0, 4], Gen.Long[0, 1L << 40], (name, number) => new CauseCount(Names[name], number)).Array[1, 5]
            .Select(counts => counts.DistinctBy(count => count.Cause)
                .OrderBy(count => count.Cause, StringComparer.Ordinal)
                .ToImmutableArray());

    private static readonly Gen<IntervalCauses> Intervals = Gen.Select(
        Gen.Select(Gen.String[0, 8], Counts).Array[0, 6], Counts,
        (servers, rejections) => new IntervalCauses(
            servers.DistinctBy(server => server.Item1)
                .ToImmutableDictionary(server => new ServerId(Encodable(server.Item1)), server => server.Item2),
            rejections));

    [Fact]
    public void Encode_CausesOfTwoServers_HaveTheseBytes()
    {
        var causes = new IntervalCauses(
            ImmutableDictionary<ServerId, ImmutableArray<CauseCount>>.Empty
                .Add(new("b"), [new("y", 300), new("x", 2)]).Add(new("a"), [new("y", 1)]),
            [new("rate", 5)]);

        Assert.Equal(
            [
                1, 3, 4, (byte)'r', (byte)'a', (byte)'t', (byte)'e', 1, (byte)'x', 1, (byte)'y',
                2, 1, (byte)'a', 1, 2, 1, 1, (byte)'b', 2, 1, 2, 2, 0xAC, 0x02, 1, 0, 5,
            ],
            CauseCodec.Encode(causes));
    }

    [Fact]
    public void Decode_EncodedCauses_AreTheSame() => Intervals.Sample(causes =>
        causes.AssertEqual(CauseCodec.Decode(CauseCodec.Encode(causes))!));

    [Fact]
    public void Decode_TruncatedTooLongOrOfALaterVersion_IsRejected() =>
        Gen.Select(Intervals, Gen.Double[0, 1]).Sample((causes, part) =>
        {
            var record = CauseCodec.Encode(causes);

            Assert.Null(CauseCodec.Decode(record.AsSpan(0, (int)(part * (record.Length - 1)))));
            Assert.Null(CauseCodec.Decode([.. record, 0]));
            Assert.Null(CauseCodec.Decode([2, .. record.AsSpan(1)]));
        });

    [Fact]
    public void Decode_ArbitraryBytes_NeverThrows() =>
        Gen.Byte.Array[0, 100].Sample(bytes => CauseCodec.Decode([1, .. bytes]), iter: 100_000);

    /// <summary>A lone surrogate is not kept by any encoding.</summary>
    private static string Encodable(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
