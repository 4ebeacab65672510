using System.Text;
using System.Text.Json;
using CsCheck;
using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Tests.Cluster.Tail;

public sealed class TailCodecTests
{
    private static readonly TailBatch Head = new()
    {
        V = TailBatch.Version,
        Gateway = new("gateway-1"),
        Filters = ["", "status=5xx"],
        Seen = [37, 2],
        Dropped = 1,
    };

    [Fact]
    public void Encode_BatchWithLines_IsWhatOtherBuildsRead() => Assert.Equal(
        """{"v":1,"gateway":"gateway-1","filters":["","status=5xx"],"seen":[37,2],"dropped":1"""
        + ""","lines":[{"status":200,"passes":1},{"status":503,"passes":3}]}""",
        Encoding.UTF8.GetString(TailCodec.Encode(Head, "{\"status\":200,\"passes\":1}\n{\"status\":503,\"passes\":3}\n"u8)));

    [Fact]
    public void Decode_LineOfEveryField_ReadsAll()
    {
        var batch = TailCodec.Decode(TailCodec.Encode(
            Head,
            Encoding.UTF8.GetBytes(
                """
                {"time":"2026-01-01T12:00:00.5Z","id":"7","client":"192.0.2.7","method":"GET","target":"/<b>","server":"b",
                "reason":"Owner","tries":2,"status":200,"bytes":3,"durationMs":1.25,"gateway":"gateway-1","error":"connection_refused",
                "errorServer":"a","errorDetail":"\u0007","key":"k","isKeyCut":true,"traceId":"t","attempts":[{"server":"a","startMs":0.1,
                "durationMs":2,"outcome":"NotReached","error":"connection_refused","detail":"d"},
                {"server":"b","startMs":3,"outcome":"Responded","status":200}],"passes":2,"ofALaterBuild":{}}
                """.ReplaceLineEndings("") + "\n")));

        var line = Assert.Single(batch!.Lines);
        Assert.Equal(("/<b>", "\u0007", 1.25, 2, true), (line.Target, line.ErrorDetail, line.DurationMs, line.Passes, line.IsKeyCut));
        Assert.Equal(
            [new("a", 0.1, 2, "NotReached", null, "connection_refused", "d"), new TailAttempt("b", 3, null, "Responded", 200, null, null)],
            line.Attempts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"gateway":""}""")]
    [InlineData("""{"v":1,"gateway":"a","filters":[""],"seen":[]}""")]
    [InlineData("""{"v":1,"gateway":"a","lines":[7]}""")]
    [InlineData("""{"v":1,"gateway":"a","lines":[{"attempts":7}]}""")]
    public void Decode_WhatIsNoBatch_ReturnsNull(string text) => Assert.Null(TailCodec.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Decode_AnotherVersion_HasTheGatewayOnly()
    {
        var batch = TailCodec.Decode("""{"v":2,"gateway":"a","lines":7}"""u8);

        Assert.Equal(("a", false, 0), (batch!.Gateway.Value, batch.IsReadable, batch.Lines.Length));
    }

    [Fact]
    public void Decode_MoreThanTheLargestBatch_ReturnsNull() => Assert.Null(TailCodec.Decode(
        TailCodec.Encode(
            Head, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { target = new string('x', TailBatch.MostBytes) }) + "\n"))));

    [Fact]
    public void Decode_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 200].Sample(bytes => TailCodec.Decode(bytes) is null or { Gateway.Value.Length: > 0 });
}
