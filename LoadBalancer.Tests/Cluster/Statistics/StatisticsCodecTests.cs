using System.Collections.Immutable;
using CsCheck;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Statistics;

public sealed class StatisticsCodecTests
{
    private static readonly Gen<long> Counts = Gen.OneOf(Gen.Long[0, 200], Gen.Long[0, 1L << 40]);

    private static readonly Gen<StatusClasses> Classes = Gen.Select(
        Counts, Counts, Counts, Counts, Counts, (a, b, c, d, e) => new StatusClasses(a, b, c, d, e));

    private static readonly Gen<ResponseCounts> Responses = Gen.Select(
        Classes, Classes, Counts, (servers, gateway, left) => new ResponseCounts(servers, gateway, left));

    private static readonly Gen<ServerStatistics> Servers = Gen.Select(
        Counts, Counts, Counts, Counts, Gen.Int[0, int.MaxValue],
        Gen.Select(Gen.Int[0, LatencyBuckets.Wire.Count - 1], Gen.Long[0, 1 << 30], (bucket, count) => new LatencyCount(bucket, count))
            .Array[0, 40],
        Responses,
        (requests, failures, retries, spills, inFlight, latency, responses) =>
            new ServerStatistics(requests, failures, retries, spills, inFlight, LatencyHistogram.Create(latency))
            {
                Responses = responses,
            });

    private static readonly string[] OddTexts = ["schlüssel", "😀", "<b>", "\0", ""];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char['\x20', '\x7e'], 0, 64], Gen.Int[0, 4].Select(i => OddTexts[i]));

    private static readonly Gen<HotKey> Keys = Gen.Select(
        Texts, Gen.ULong, Gen.Long[0, 1 << 20], Gen.Long[0, 1 << 20],
        (key, hash, certain, error) => new HotKey(key, hash, certain + error, error));

    private static readonly Gen<StatisticsInterval> Intervals = Gen.Select(
        Gen.Select(Texts, Servers).Array[0, 6], Keys.Array[0, 6], Counts, Responses,
        (servers, keys, unlisted, unplaced) => new StatisticsInterval(
            new("source"), 42, servers.DistinctBy(server => server.Item1).ToImmutableDictionary(
                server => new ServerId(server.Item1), server => server.Item2),
            [.. keys])
        { Unplaced = unplaced, UnlistedKeys = unlisted });

    [Fact]
    public void Decode_EncodedInterval_IsTheSame() => Intervals.Sample(interval =>
        interval.AssertEqual(StatisticsCodec.Decode(new("source"), 42, StatisticsCodec.Encode(interval))!));

    [Fact]
    public void Encode_SameInterval_GivesTheSameBytes() => Intervals.Sample(interval => Assert.Equal(
        StatisticsCodec.Encode(interval),
        StatisticsCodec.Encode(interval with { Servers = interval.Servers.Reverse().ToImmutableDictionary() })));

    [Fact]
    public void Decode_TruncatedOrTooLongRecord_IsRejected() => Gen.Select(Intervals, Gen.Double[0, 1]).Sample((interval, part) =>
    {
        var record = StatisticsCodec.Encode(interval);

        Assert.Null(StatisticsCodec.Decode(new("source"), 42, record.AsSpan(0, (int)(part * (record.Length - 1)))));
        Assert.Null(StatisticsCodec.Decode(new("source"), 42, [.. record, 0]));
    });

    [Fact]
    public void Decode_ArbitraryBytes_NeverThrows() =>
        Gen.Byte.Array[0, 200].Sample(bytes => StatisticsCodec.Decode(new("source"), 42, [1, .. bytes]), iter: 100_000);

    [Fact]
    public void Decode_RecordWithOneByteChanged_IsRejectedOrWithinBounds() =>
        Gen.Select(Intervals, Gen.Double[0, 1], Gen.Byte).Sample(
            (interval, part, value) =>
            {
                var record = StatisticsCodec.Encode(interval);
                record[(int)(part * (record.Length - 1))] = value;

                if (StatisticsCodec.Decode(new("source"), 42, record) is { } read)
                {
                    Assert.All(read.Servers.Values, server => Assert.InRange(server.Requests, 0, 1L << 40));
                    Assert.All(read.HotKeys, key => Assert.InRange(key.Error, 0, key.Requests));
                }
            },
            iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("03000000")]
    [InlineData("02000000")]
    [InlineData("0101")]
    [InlineData("01FFFFFFFFFFFFFFFFFF01")]
    [InlineData("0102016100000000000001610000000000000000")]
    [InlineData("010101FF0000000000000000")]
    [InlineData("01010161000000000001A00401000000")]
    [InlineData("010000010161000000000000000001020000")]
    public void Decode_NotARecord_IsRejected(string hex) =>
        Assert.Null(StatisticsCodec.Decode(new("source"), 42, Convert.FromHexString(hex)));

    [Fact]
    public void Encode_IntervalOfVersion2_KeepsItsBytes()
    {
        var interval = Interval(new(new(1, 300, 2, 3, 4), new(0, 0, 0, 5, 6), ClientsLeft: 7)) with
        {
            Unplaced = new(default, new(0, 0, 0, 8, 9), ClientsLeft: 10),
        };

        Assert.Equal(
            "02010161AC020102030402"
            + "07AC020101"
            + "01AC02020304"
            + "0000000506"
            + "07"
            + "0000000000"
            + "0000000809"
            + "0A"
            + "0601016B0807060504030201C80105",
            Convert.ToHexString(StatisticsCodec.Encode(interval)));
    }

    [Fact]
    public void Decode_IntervalOfVersion1_HasNoResponses() => Interval(default).AssertEqual(
        StatisticsCodec.Decode(
            new("source"), 42, Convert.FromHexString("01010161AC020102030402" + "07AC020101" + "0601016B0807060504030201C80105"))!);

    private static StatisticsInterval Interval(ResponseCounts responses) => new(
        new("source"),
        42,
        ImmutableDictionary.CreateRange(
            [KeyValuePair.Create(
                new ServerId("a"),
                new ServerStatistics(300, 1, 2, 3, 4, LatencyHistogram.Create([new(7, 300), new(9, 1)])) { Responses = responses })]),
        [new("k", 0x0102030405060708, 200, 5)])
    {
        UnlistedKeys = 6,
    };
}
