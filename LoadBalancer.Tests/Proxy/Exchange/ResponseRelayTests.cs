using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class ResponseRelayTests : IAsyncLifetime
{
    private readonly Pipe _client = new(new(pauseWriterThreshold: 0));
    private readonly ResponseRelay _relay;
    private SocketPair _sockets = null!;

    public ResponseRelayTests()
    {
        var time = new FakeTimeProvider(Changes.Noon);
        var via = new ViaHeader(GatewayParts.Identity("edge"), GatewayParts.Defaults<ResponseOptions>());
        var heads = new ResponseHeadWriter(via, new DateLine(time));
        _relay = new(
            new ConnectionResponse(_client.Writer, heads, strictTransport: default),
            new(time),
            new(bytesPerSecond: 0, TimeSpan.Zero, time),
            ResponseHead.UsualLongest);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sockets = await SocketPair.ConnectAsync(Token);

    public ValueTask DisposeAsync()
    {
        _sockets.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pass_LengthIsKnown_PassesTheBodyUnchanged()
    {
        await _sockets.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\nX-A: b\r\n\r\nhello", Token);

        Assert.Equal(ResponseEnd.Whole, await PassAsync());
        var (head, body) = await ReadAsync();
        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection:", head, StringComparison.Ordinal);
        Assert.Equal("hello", body);
        Assert.Equal((true, 5), (_relay.HasStarted, _relay.Passed));
    }

    [Fact]
    public async Task Pass_EndsWithTheConnection_IsChunkedForTheClient()
    {
        await _sockets.SendAsync("HTTP/1.1 200 OK\r\n\r\nhello", Token);
        _sockets.Server.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.Equal(ResponseEnd.Whole, await PassAsync());
        var (head, body) = await ReadAsync();
        Assert.Contains("Transfer-Encoding: chunked\r\n", head, StringComparison.Ordinal);
        Assert.Equal("5\r\nhello\r\n0\r\n\r\n", body);
    }

    [Fact]
    public async Task Pass_Chunks_KeepTheirContentAndTrailers()
    {
        await _sockets.SendAsync(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nX-Sum: 1\r\n\r\n", Token);

        Assert.Equal(ResponseEnd.Whole, await PassAsync());
        Assert.EndsWith("0\r\nX-Sum: 1\r\n\r\n", (await ReadAsync()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 9\r\n\r\nhello", ResponseEnd.ServerBroke)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello", ResponseEnd.ServerBroke)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nz\r\n", ResponseEnd.Malformed)]
    public async Task Pass_BodyEndsUnexpectedly_ReportsHow(string rest, object end)
    {
        await _sockets.SendAsync("HTTP/1.1 200 OK\r\n" + rest, Token);
        _sockets.Server.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.Equal(end, await PassAsync());
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", false)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", true)]
    public async Task Pass_WithoutABody_EndsWithTheHead(string response, bool isForHead)
    {
        await _sockets.SendAsync(response, Token);

        Assert.Equal(ResponseEnd.Whole, await PassAsync(isForHead));
        Assert.Empty((await ReadAsync()).Body);
    }

    [Fact]
    public async Task Pass_ClientStopsReading_ReportsIt()
    {
        await _sockets.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", Token);
        await _client.Reader.CompleteAsync();

        Assert.Equal(ResponseEnd.ClientGone, await PassAsync());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", true)]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", true)]
    [InlineData("", false)]
    public async Task ReadHead_NoHeadOrAMalformedOne_IsDistinguished(string text, bool isMalformed)
    {
        if (text.Length > 0)
        {
            await _sockets.SendAsync(text, Token);
        }

        _sockets.Server.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.False(await _relay.ReadHeadAsync(_sockets.Upstream));
        Assert.Equal(isMalformed, _relay.Fault != ResponseFault.None);
    }

    [Fact]
    public async Task PassInterim_ComesBeforeTheFinalResponse()
    {
        await _sockets.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Token);
        _relay.Reset();

        Assert.True(await _relay.ReadHeadAsync(_sockets.Upstream));
        Assert.True(await _relay.PassInterimAsync(_sockets.Upstream));
        Assert.False(_relay.HasStarted);
        Assert.Equal(ResponseEnd.Whole, await PassAsync());

        var read = await _client.Reader.ReadAsync(Token);
        var text = Encoding.Latin1.GetString(read.Buffer);
        Assert.StartsWith("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nHTTP/1.1 200 OK\r\n", text, StringComparison.Ordinal);
    }

    private async Task<ResponseEnd> PassAsync(bool isForHead = false)
    {
        _relay.Reset();
        Assert.True(await _relay.ReadHeadAsync(_sockets.Upstream));
        return await _relay.PassAsync(_sockets.Upstream, isForHead, closes: false);
    }

    private async Task<(string Head, string Body)> ReadAsync()
    {
        await _client.Writer.CompleteAsync();
        var text = await new StreamReader(_client.Reader.AsStream(), Encoding.Latin1).ReadToEndAsync(Token);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[..end], text[end..]);
    }
}
