using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>
/// Tests unexpected exceptions while a body is being sent to a server: the memory of the body may be released only when nothing reads it.
/// </summary>
public sealed class ServerExchangeTests : IAsyncDisposable
{
    private const int BodyLength = 4 << 20;
    private const int SmallBuffer = 8 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBuffer };
    private readonly Pipe _client = new(new(pauseWriterThreshold: 0));
    private readonly ServerHold _hold = new();
    private readonly ConnectionBody _body;
    private readonly RetryState _retry = new(
        GatewayParts.Retries(TimeProvider.System), new(), GatewayParts.Health(TimeProvider.System));


    public ServerExchangeTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _body = new(_client.Reader, BodyLength, long.MaxValue, new(bytesPerSecond: 0, TimeSpan.Zero, _time));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(BodyLength)]
    public async Task Run_RelayingTheResponseThrows_EndsTheSendingFirst(int arrived)
    {
        var stream = await ConnectAsync(writesBeforeFault: int.MaxValue);
        using var connection = new UpstreamConnection(stream.Socket, stream, _time.GetTimestamp());
        using var server = await _listener.AcceptAsync(Token);
        var exchange = await BeginAsync(new FaultyWriter(), arrived);
        _hold.Hold(connection);

        var running = exchange.RunAsync(connection, new("http://server.test"), _retry).AsTask();
        await Eventually.TrueAsync("the body is on its way", () => stream.Writes >= (arrived > 0 ? 2 : 1), Patience);
        await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8.ToArray(), Token);

        await Assert.ThrowsAsync<NotSupportedException>(() => running.WaitAsync(Patience, Token));
        Assert.Equal(0, stream.WritesUnderWay);
        _body.Release();
        await _client.Writer.WriteAsync(new byte[1], Token);
        Assert.True(stream.Socket.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task Run_SendingThrows_DoesNotWaitForAResponse()
    {
        var stream = await ConnectAsync(writesBeforeFault: 1);
        using var connection = new UpstreamConnection(stream.Socket, stream, _time.GetTimestamp());
        using var server = await _listener.AcceptAsync(Token);
        var exchange = await BeginAsync(PipeWriter.Create(Stream.Null), BodyLength);
        _hold.Hold(connection);

        await Assert.ThrowsAsync<NotSupportedException>(
            () => exchange.RunAsync(connection, new("http://server.test"), _retry).AsTask().WaitAsync(Patience, Token));

        Assert.Equal(0, stream.WritesUnderWay);
    }

    private async Task<ObservedStream> ConnectAsync(int writesBeforeFault)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SmallBuffer };
        await socket.ConnectAsync(_listener.LocalEndPoint!, Token);
        return new(socket, writesBeforeFault);
    }

    private async Task<ServerExchange> BeginAsync(PipeWriter output, int arrived)
    {
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        scanner.Scan(new(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: {BodyLength}\r\n\r\n")));
        _body.Begin(scanner.Head, isKept: true);
        _retry.Begin(new(IsIdempotent: false), _body, Token);
        _retry.BeginAttempt();
        await _client.Writer.WriteAsync(new byte[arrived], Token);

        var via = new ViaHeader(GatewayParts.Identity("gateway-1"), GatewayParts.Defaults<ResponseOptions>());
        var serverWait = new WaitClock(_time);
        var peer = new ClientPeer(IPAddress.Loopback, isSecure: false, GatewayParts.Trusted());
        var client = new ConnectionResponse(output, new(via, new(_time)), strictTransport: default);
        var response = new ResponseRelay(client, serverWait, new(bytesPerSecond: 0, TimeSpan.Zero, _time), ResponseHead.UsualLongest);
        var heads = new RequestHeadWriter(via, GatewayParts.Defaults<ClientOptions>());
        var request = new UpstreamRequest(heads, scanner.Head, new(scanner.Head, "http")) { Peer = peer };
        var exchange = new ServerExchange(request, _body, response, _hold, serverWait, new(_time));
        exchange.Reset();
        return exchange;
    }

    /// <summary>A connection that accepts every write until it fails with an unexpected exception.</summary>
    private sealed class ObservedStream(Socket socket, int writesBeforeFault) : NetworkStream(socket, ownsSocket: true)
    {
        private int _writes;
        private int _underWay;

        public int Writes => Volatile.Read(ref _writes);

        public int WritesUnderWay => Volatile.Read(ref _underWay);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _underWay);
            try
            {
                if (Interlocked.Increment(ref _writes) > writesBeforeFault)
                {
                    await Task.Yield();
                    throw new NotSupportedException("A bug.");
                }

                await base.WriteAsync(buffer, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        }
    }

    private sealed class FaultyWriter : PipeWriter
    {
        public override void Advance(int bytes) => throw new NotSupportedException("A bug.");

        public override void CancelPendingFlush() => throw new NotSupportedException("A bug.");

        public override void Complete(Exception? exception = null) => throw new NotSupportedException("A bug.");

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("A bug.");

        public override Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException("A bug.");

        public override Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException("A bug.");
    }
}
