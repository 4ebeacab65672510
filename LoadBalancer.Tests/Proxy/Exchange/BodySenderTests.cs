using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class BodySenderTests : IAsyncLifetime
{
    private const int Capacity = 16;

    private readonly Pipe _client = new(new(pauseWriterThreshold: 0));
    private readonly ServerHold _hold = new();
    private readonly ConnectionBody _body;
    private readonly BodySender _sender;
    private SocketPair _sockets = null!;

    public BodySenderTests()
    {
        _body = new(_client.Reader, Capacity, long.MaxValue, new(bytesPerSecond: 0, TimeSpan.Zero, TimeProvider.System));
        _sender = new(_body, _hold, new(TimeProvider.System));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sockets = await SocketPair.ConnectAsync(Token);
        _hold.Hold(_sockets.Upstream);
    }

    public ValueTask DisposeAsync()
    {
        _body.Release();
        _sockets.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Send_KeptAndNewBytes_ArriveInOrder()
    {
        await BeginAsync("Content-Length: 10\r\n", "hello");

        var sending = _sender.SendAsync(_sockets.Upstream, isChunked: false, keptIsSent: false);
        await _client.Writer.WriteAsync("world"u8.ToArray(), Token);

        Assert.True(await sending);
        Assert.Equal("helloworld", await _sockets.ReceiveAsync(10, Token));
    }

    [Fact]
    public async Task Send_KeptPartSentWithTheHead_IsNotSentAgain()
    {
        await BeginAsync("Content-Length: 10\r\n", "hello");

        var sending = _sender.SendAsync(_sockets.Upstream, isChunked: false, keptIsSent: true);
        await _client.Writer.WriteAsync("world"u8.ToArray(), Token);

        Assert.True(await sending);
        Assert.Equal("world", await _sockets.ReceiveAsync(5, Token));
    }

    [Fact]
    public async Task Send_Chunks_AreReframedWithTheirTrailers()
    {
        await BeginAsync("Transfer-Encoding: chunked\r\n", "2\r\nhe\r\n");

        var sending = _sender.SendAsync(_sockets.Upstream, isChunked: true, keptIsSent: false);
        await _client.Writer.WriteAsync("3;x=y\r\nllo\r\n0\r\nX-Sum: 1\r\n\r\n"u8.ToArray(), Token);

        Assert.True(await sending);
        const string Expected = "2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Sum: 1\r\n\r\n";
        Assert.Equal(Expected, await _sockets.ReceiveAsync(Expected.Length, Token));
    }

    [Fact]
    public async Task Send_ClientBreaksOff_EndsTheServersConnection()
    {
        await BeginAsync("Content-Length: 10\r\n", "hello");

        var sending = _sender.SendAsync(_sockets.Upstream, isChunked: false, keptIsSent: false);
        await _client.Writer.CompleteAsync();

        Assert.False(await sending);
        Assert.Equal(BodyFailure.ClientGone, _body.Failure);
        Assert.False(_hold.Release());
    }

    [Fact]
    public async Task Send_ServerHasDisconnected_ReturnsFalse()
    {
        await BeginAsync("Content-Length: 10\r\n", "hello");
        _sockets.Upstream.Abort();

        Assert.False(await _sender.SendAsync(_sockets.Upstream, isChunked: false, keptIsSent: false));
    }

    private async Task BeginAsync(string framing, string arrived)
    {
        var head = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        head.Scan(new(Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n")));
        _body.Begin(head.Head, isKept: true);
        await _client.Writer.WriteAsync(Encoding.Latin1.GetBytes(arrived), Token);
        _body.TakeWhatIsThere();
    }
}
