using System.Text;
using CsCheck;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Tests.Http.Messages;

public sealed class ResponseHeadTests
{
    [Fact]
    public void TryRead_WholeHead_FindsItsFraming()
    {
        var head = new ResponseHead();

        Assert.True(head.TryRead(
            "HTTP/1.1 404 Not  Here\r\nX-A:\t b \r\nContent-Length: 12\r\nConnection: X-A, close\r\n\r\nrest"u8, out var isWhole));

        Assert.True(isWhole);
        Assert.Equal(
            (404, true, true, 12L, false, false),
            (head.Status, head.IsHttp11, head.Closes, head.ContentLength ?? -1, head.IsChunked, head.IsInterim));
        Assert.Equal(("HTTP/1.1 404 Not  Here".Length, 80), (head.StatusLineLength, head.Length));
        Assert.True(head.IsNamedByConnection("x-a"u8));
        Assert.Equal(
            [HeaderKind.Other, HeaderKind.ContentLength, HeaderKind.Connection], head.Fields.All.ToArray().Select(field => field.Kind));
    }

    [Fact]
    public void TryRead_NextHead_HasNothingOfThePreviousOne()
    {
        var head = new ResponseHead();
        Assert.True(head.TryRead("HTTP/1.0 200 OK\r\nContent-Length: 12\r\nConnection: x\r\n\r\n"u8, out _));

        Assert.True(head.TryRead("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, out _));

        Assert.Equal((false, null, true, 1), (head.Closes, head.ContentLength, head.IsChunked, head.Fields.Count));
        Assert.Empty(head.ConnectionHeaders);
    }

    [Theory]
    [InlineData("Keep-Alive: timeout=5", 5)]
    [InlineData("keep-alive: max=100, Timeout=15", 15)]
    [InlineData("Keep-Alive: timeout=0", 0)]
    [InlineData("Keep-Alive: timeout=-1", null)]
    [InlineData("Keep-Alive: timeout=5s", null)]
    [InlineData("Keep-Alive: timeout=", null)]
    [InlineData("Keep-Alive: 5", null)]
    [InlineData("Proxy-Connection: timeout=5", null)]
    public void TryRead_KeepAlive_IsTheAnnouncedTimeout(string field, int? seconds)
    {
        var head = new ResponseHead();
        Assert.True(head.TryRead(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{field}\r\nContent-Length: 0\r\n\r\n"), out _));

        Assert.Equal(seconds, (int?)head.KeepAlive?.TotalSeconds);
        Assert.True(head.TryRead("HTTP/1.1 200 OK\r\n\r\n"u8, out _));
        Assert.Null(head.KeepAlive);
    }

    [Theory]
    [InlineData("")]
    [InlineData("H")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n\r")]
    public void TryRead_BeginningOfAHead_WaitsForMore(string text)
    {
        Assert.True(new ResponseHead().TryRead(Encoding.Latin1.GetBytes(text), out var isWhole));
        Assert.False(isWhole);
    }

    [Theory]
    [InlineData("h")]
    [InlineData("HTTP/2")]
    [InlineData("HTTP/1.1 099")]
    [InlineData("HTTP/1.1 200 OK\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\n")]
    public void TryRead_BeginningOfSomethingElse_IsRejectedAtOnce(string text)
    {
        Assert.False(new ResponseHead().TryRead(Encoding.Latin1.GetBytes(text), out _));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void TryRead_HeadOfTheLongestLength_IsTheLongest(int more, bool isGood)
    {
        const string Before = "HTTP/1.1 200 OK\r\nX: ";
        var text = Before + new string('x', ResponseHead.UsualLongest - Before.Length - 4 + more) + "\r\n\r\n";

        Assert.Equal(isGood, new ResponseHead().TryRead(Encoding.Latin1.GetBytes(text), out _));
    }

    [Fact]
    public void TryRead_AnyBytes_PrefixesOfAGoodHeadAreIncomplete()
    {
        var pieces = Gen.OneOf(
            "HTTP/1.1 ", "HTTP/1.0 200 OK", "\r\n", "\n", "\r", "Content-Length: 1", "Transfer-Encoding: chunked", "X: y", " ", ":", "\0",
            "200 ");
        pieces.Array[0, 12].Sample(parts =>
        {
            var bytes = Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n" + string.Concat(parts) + "\r\n\r\n");
            var isGood = new ResponseHead().TryRead(bytes, out _);

            // No good head is rejected before it is complete.
            Assert.True(!isGood || Enumerable.Range(0, bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 3)
                .All(length => new ResponseHead().TryRead(bytes.AsSpan(0, length), out var isWhole) && !isWhole));
        });
    }
}
