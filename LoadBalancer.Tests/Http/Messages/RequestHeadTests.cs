using System.Buffers;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Limits;

namespace LoadBalancer.Tests.Http.Messages;

public sealed class RequestHeadTests
{
    [Fact]
    public void Head_OfARequest_IsKeptByteForByte()
    {
        var head = Read(
            "PUT /a%2Fb?c=d HTTP/1.1\r\nHOST: a\r\nX-A :",
            "PUT /a%2Fb?c=d HTTP/1.1\r\nHOST: a\r\nX-A: \t\u00ff \r\nx-a:\r\nContent-Length: 7\r\nConnection: X-A\r\n\r\n");

        Assert.Equal(("PUT", "/a%2Fb?c=d", "/a%2Fb"), (Text(head.Method), Text(head.Target), Text(head.Path)));
        Assert.Equal(
            ["HOST: a", "X-A: \t\u00ff ", "x-a:", "Content-Length: 7", "Connection: X-A"],
            head.Fields.All.ToArray().Select(field => Text(head.LineOf(field))));
        Assert.Equal(["a", "\u00ff", "", "7", "X-A"], head.Fields.All.ToArray().Select(field => Text(head.ValueOf(field))));
        Assert.Equal([false, true, true, false, false], head.Fields.All.ToArray().Select(field => head.IsNamedByConnection(field)));
        Assert.Equal(
            (7, true, false, true, false), (head.ContentLength, head.HasContentLength, head.IsChunked, head.IsHttp11, head.WantsClose));
        Assert.Equal("a", Text(head.ValueOf(HeaderKind.Host)));
        Assert.Equal("", Text(head.ValueOf(HeaderKind.Via)));
    }

    [Fact]
    public void Head_LargerThanItsBuffer_IsKeptByteForByte()
    {
        var value = string.Concat(Enumerable.Range(0, 20_000).Select(number => (char)('a' + (number % 26))));

        var head = Read("", $"GET / HTTP/1.1\r\nHost: a\r\nX: {value}\r\n\r\n");

        Assert.Equal(value, Text(head.ValueOf(head.Fields.All[1])));
    }

    [Theory]
    [InlineData("http://b.test:81/a?b=/c", "/a", "/a?b=/c", "b.test:81")]
    [InlineData("HTTP://b.test", "", "/", "b.test")]
    [InlineData("http://b.test?x=http://c/", "", "/?x=http://c/", "b.test")]
    public void UseOriginForm_AbsoluteForm_HasTheAuthorityInPlaceOfHost(string target, string path, string originForm, string host)
    {
        // The larger head has no room left in its buffer.
        foreach (var value in new[] { "", new string('x', 5_000) })
        {
            var head = Read("", $"GET {target} HTTP/1.1\r\nX: {value}\r\nHOST: a.test\r\nY: 1\r\n\r\n");
            Assert.Equal((true, target, path), (head.IsInAbsoluteForm, Text(head.Target), Text(head.Path)));

            head.UseOriginForm();

            Assert.Equal((false, originForm), (head.IsInAbsoluteForm, Text(head.Target)));
            Assert.Equal(originForm.Split('?')[0], Text(head.Path));
            Assert.Equal(
                [$"X: {value}", $"Host: {host}", "Y: 1"], head.Fields.All.ToArray().Select(field => Text(head.LineOf(field))));
            Assert.Equal(host, Text(head.ValueOf(HeaderKind.Host)));
        }
    }

    [Theory]
    [InlineData("/?url=http://other.test/")]
    [InlineData("//other.test/x")]
    public void UseOriginForm_OriginForm_ChangesNothing(string target)
    {
        var head = Read("", $"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        head.UseOriginForm();

        Assert.Equal((false, target, "a.test"), (head.IsInAbsoluteForm, Text(head.Target), Text(head.ValueOf(HeaderKind.Host))));
    }

    [Fact]
    public void Release_Head_LeavesNothing()
    {
        var head = Read("", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        head.Release();

        Assert.Equal((0, 0, "", ""), (head.Length, head.Fields.Count, Text(head.Method), Text(head.Target)));
    }

    /// <summary>Reads a head whose beginning has been scanned before, as when it arrives in two parts.</summary>
    private static RequestHead Read(string unfinished, string text)
    {
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        scanner.Scan(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(unfinished[..Math.Max(0, unfinished.Length - "X-A :".Length)])));
        scanner.Scan(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text)));
        Assert.Equal((MessageError.None, true), (scanner.MessageError, scanner.IsAtHeadEnd));
        return scanner.Head;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
