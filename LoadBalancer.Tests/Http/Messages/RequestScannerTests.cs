using System.Buffers;
using System.Text;
using CsCheck;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Http.Messages;

public sealed class RequestScannerTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly HeadLimits Limits = new LimitsOptions().ToHeadLimits();

    [Theory]
    [InlineData(Get)]
    [InlineData("\r\n" + Get)]
    [InlineData(Get + Get)]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://a.test:80/x?y HTTP/1.1\r\nHost: A.test:80\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 3\r\n\r\na\nb" + Get)]
    [InlineData(Chunked + "2;a=\"\\\"x\";b\r\n\n\r\r\n00a\r\n0123456789\r\n0\r\nX: y\r\n\r\n" + Get)]
    public void Scan_ValidMessages_AreShownWhole(string text)
    {
        Assert.Equal((MessageError.None, text.Length), ScanWhole(text));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\r\n\r\n", MessageError.LineEnd, 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n", MessageError.LineEnd, 0)]
    [InlineData("\r\n\r\n", MessageError.RequestLine, 0)]
    [InlineData("GET  / HTTP/1.1\r\n", MessageError.Target, 0)]
    [InlineData("GET /\r\n", MessageError.RequestLine, 0)]
    [InlineData("get / HTTP/1.1\r\n", MessageError.RequestLine, 0)]
    [InlineData("CONNECT /x HTTP/1.1\r\n", MessageError.Target, 0)]
    [InlineData("GET https://a/ HTTP/1.1\r\n", MessageError.Target, 0)]
    [InlineData("GET /#x HTTP/1.1\r\n", MessageError.Target, 0)]
    [InlineData("GET * HTTP/1.1\r\n", MessageError.Target, 0)]
    [InlineData("GET / http/1.1\r\n", MessageError.RequestLine, 0)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", MessageError.Host, 0)]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: b b\r\n", MessageError.Host, 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n", MessageError.Host, 0)]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n", MessageError.FieldName, 0)]
    [InlineData("GET / HTTP/1.1\r\n Host: a\r\n", MessageError.FieldName, 0)]
    [InlineData("GET / HTTP/1.1\r\nA: b\0\r\n", MessageError.FieldValue, 0)]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: +5\r\n", MessageError.ContentLength, 0)]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n", MessageError.ContentLength, 0)]
    [InlineData("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", MessageError.TransferEncoding, 0)]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\nHost: a\r\n\r\n", MessageError.TransferEncoding, 0)]
    [InlineData(Chunked + "+5\r\n", MessageError.Chunk, 56)]
    [InlineData(Chunked + "80000000\r\n", MessageError.Chunk, 56)]
    [InlineData(Chunked + "1;a\nb\r\n", MessageError.LineEnd, 56)]
    [InlineData(Chunked + "1\r\nab\r\n", MessageError.Chunk, 60)]
    [InlineData(Chunked + "0\r\nHost: a\r\n", MessageError.Trailer, 59)]
    public void Scan_RejectedLine_ShowsWhatCameBefore(string text, object rejection, int shown)
    {
        Assert.Equal(((MessageError)rejection, shown), ScanWhole(text));
    }

    [Fact]
    public void Scan_SplitAnywhere_GivesTheSameResult()
    {
        var texts = Gen.OneOf(
            Get + Chunked + "5\r\nabcde\r\n0\r\n\r\n" + Get,
            Chunked + "5;x=y\r\nabcde\r\n0\r\nX: y\r\n\r\n" + "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789" + "GET /\u0001 HTTP/1.1\r\n\r\n",
            Chunked + "1\r\nab" + Get);

        Gen.Select(texts, Gen.Int[1, 20].Array[0, 100]).Sample((text, sizes) =>
        {
            var (rejection, shown) = ScanWhole(text);

            Assert.Equal((rejection, shown), ScanInPieces(text, sizes));
        });
    }

    [Fact]
    public void Scan_PartOfAnEmptyLineBeforeARequest_IsHeldBack()
    {
        Assert.Equal((MessageError.None, 0), ScanWhole("\r"));
    }

    [Fact]
    public void Scan_PartOfALineBetweenChunks_IsHeldBack()
    {
        Assert.Equal((MessageError.None, Chunked.Length), ScanWhole(Chunked + "5;a"));
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\n\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\n")]
    public void Scan_OtherProtocol_IsLeftToOthers(string text)
    {
        Assert.Equal((MessageError.None, text.Length), ScanWhole(text));
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n")]
    [InlineData("\u0016\u0003\u0001\n")]
    public void Scan_OtherProtocolAfterARequest_IsRejected(string text)
    {
        Assert.Equal(Get.Length, ScanWhole(Get + text).Shown);
    }

    [Fact]
    public void Scan_AfterAnUpgradeRequest_WaitsForItsOutcome()
    {
        const string Upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n\r\n";
        var bytes = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(Upgrade + "\0\0"));
        var scanner = new RequestScanner(isSecure: false, Limits);

        Assert.Equal(Upgrade.Length, scanner.Scan(bytes));
        Assert.Equal(Upgrade.Length, scanner.Scan(bytes));
        scanner.Consume(Upgrade.Length);
        scanner.BecomeTunnel();
        Assert.Equal(2, scanner.Scan(bytes.Slice(Upgrade.Length)));
    }

    [Fact]
    public void Scan_OrdinaryRequest_AllocatesNothing()
    {
        var bytes = new ReadOnlySequence<byte>(
            Encoding.Latin1.GetBytes("GET /a/b?c=d HTTP/1.1\r\nHost: a.test\r\nUser-Agent: x\r\nAccept: */*\r\n\r\n"));
        var scanner = new RequestScanner(isSecure: false, Limits);

        Assert.Equal(0, Allocations.Of(() =>
        {
            scanner.Consume(scanner.Scan(bytes));
        }));
    }

    /// <summary>Scans a text that is available as a whole, message by message.</summary>
    private static (MessageError MessageError, int Shown) ScanWhole(string text)
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text));
        var scanner = new RequestScanner(isSecure: false, Limits);
        var all = 0;
        while (scanner.Scan(bytes.Slice(all)) is > 0 and var shown)
        {
            all += (int)shown;
            scanner.Consume(shown);
        }

        return (scanner.MessageError, all);
    }

    /// <summary>Scans a text as it arrives from a socket, and consumes what was shown up to the last complete line.</summary>
    private static (MessageError MessageError, int Shown) ScanInPieces(string text, int[] sizes)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var scanner = new RequestScanner(isSecure: false, Limits);
        var (come, consumed, shown) = (0, 0, 0);
        for (var piece = 0; scanner.MessageError == MessageError.None && shown < bytes.Length; piece++)
        {
            come = Math.Min(bytes.Length, come + (piece < sizes.Length ? sizes[piece] : bytes.Length));
            var before = shown;
            shown = consumed + (int)scanner.Scan(Segments.Split(bytes.AsMemory(consumed, come - consumed)));
            var whole = bytes.AsSpan(consumed, shown - consumed).LastIndexOf((byte)'\n') + 1;
            var taken = come == bytes.Length && shown == before ? shown - consumed : whole;
            scanner.Consume(taken);
            consumed += taken;
        }

        return (scanner.MessageError, shown);
    }
}
