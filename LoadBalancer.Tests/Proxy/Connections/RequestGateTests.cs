using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Tests.Functional;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Connections;

/// <summary>Tests the gate between a test, as the client, and another reader in Kestrel's place.</summary>
public sealed class RequestGateTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"u8.ToArray();

    private readonly FakeTimeProvider _time = new();
    private readonly HeldScheduler _reader = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A deadline may cancel a read just after the bytes that it waited for have arrived.</summary>
    [Fact]
    public async Task TryRead_CancelledTooLate_HasNothingToPresentAndLosesNothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pipe = new Pipe();
        var gate = new RequestGate(
            pipe.Reader, new Pipe().Writer, isSecure: false, cluster.Gateway.Part<GateServices>(), relay: null, () => null);
        await pipe.Writer.WriteAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\n"u8.ToArray(), Token);
        var head = await gate.ReadAsync(Token);
        gate.AdvanceTo(head.Buffer.End);

        pipe.Reader.CancelPendingRead();

        Assert.False(gate.TryRead(out _));
        await pipe.Writer.WriteAsync("hello"u8.ToArray(), Token);
        Assert.True(gate.TryRead(out var body));
        Assert.Equal("hello", Encoding.ASCII.GetString(body.Buffer.ToArray()));
    }

    [Fact]
    public async Task CloseNext_BetweenRequests_EndsTheConnectionOnceItHasBeenIdleForAWhile()
    {
        await using var gateway = new ComposedGateway(_time);
        var (gate, _) = GateOf(gateway);
        var reading = gate.ReadAsync(Token).AsTask();

        gate.CloseNext();
        _time.Advance(Idle);
        Assert.False(_reader.Run());
        _time.Advance(Second);

        Assert.True(_reader.Run());
        Assert.True((await reading.WaitAsync(Patience, Token)).IsCompleted);
    }

    [Fact]
    public async Task CloseNext_IdleTimeoutIsShorter_EndsTheConnectionAfterThat()
    {
        await using var gateway = new ComposedGateway(_time, ("Gateway:Limits:IdleTimeout", "00:00:02"));
        var (gate, _) = GateOf(gateway);
        var reading = gate.ReadAsync(Token).AsTask();

        gate.CloseNext();
        _time.Advance(3 * Second);

        Assert.True(_reader.Run());
        Assert.True((await reading.WaitAsync(Patience, Token)).IsCompleted);
    }

    [Fact]
    public async Task CloseNext_ThenARequest_ItIsPresented()
    {
        await using var gateway = new ComposedGateway(_time);
        var (gate, client) = GateOf(gateway);
        var reading = gate.ReadAsync(Token).AsTask();
        gate.CloseNext();
        _time.Advance(Idle);

        await client.WriteAsync(Get, Token);

        Assert.True(_reader.Run());
        Assert.Equal(Get, (await reading.WaitAsync(Patience, Token)).Buffer.ToArray());
        Assert.True(gate.ClosesNext);
    }

    [Fact]
    public async Task CloseNext_RequestArrivesJustWhenTheIdleTimeIsOver_ItIsPresented()
    {
        await using var gateway = new ComposedGateway(_time);
        var (gate, client) = GateOf(gateway);
        var reading = gate.ReadAsync(Token).AsTask();
        gate.CloseNext();

        _time.Advance(Idle + Second);
        await client.WriteAsync(Get, Token);

        Assert.True(_reader.Run());
        Assert.Equal(Get, (await reading.WaitAsync(Patience, Token)).Buffer.ToArray());
    }

    [Fact]
    public async Task Life_AgeAndGraceAreOver_CutsOnlyRequestsInFlight()
    {
        await using var gateway = new ComposedGateway(_time);
        var (gate, client) = GateOf(gateway);
        await using var connection = new Connection();
        connection.Features.Set(gate);
        connection.Features.Set(new TunnelCount());
        var life = new ConnectionLife(connection, age: Second, grace: Second, _time);
        var reading = gate.ReadAsync(Token).AsTask();

        _time.Advance(3 * Second);
        life.OnHeartbeat();
        Assert.False(connection.IsAborted);
        await client.WriteAsync(Get, Token);
        _reader.Run();
        await reading.WaitAsync(Patience, Token);
        life.OnHeartbeat();

        Assert.True(connection.IsAborted);
    }

    private sealed class Connection : DefaultConnectionContext
    {
        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }

    /// <returns>A gate that relays nothing, and what its client writes to.</returns>
    private (RequestGate Gate, PipeWriter Client) GateOf(ComposedGateway gateway)
    {
        var pipe = new Pipe(new(readerScheduler: _reader, useSynchronizationContext: false));
        var gate = new RequestGate(
            pipe.Reader, new Pipe().Writer, isSecure: false, gateway.Part<GateServices>(), relay: null, () => null);
        return (gate, pipe.Writer);
    }

    /// <summary>Runs what a reader continues with when the test says so.</summary>
    private sealed class HeldScheduler : PipeScheduler
    {
        private readonly Queue<(Action<object?> Action, object? State)> _held = new();

        public override void Schedule(Action<object?> action, object? state) => _held.Enqueue((action, state));

        /// <returns>Whether there was anything to run.</returns>
        public bool Run()
        {
            var any = _held.Count > 0;
            while (_held.TryDequeue(out var next))
            {
                next.Action(next.State);
            }

            return any;
        }
    }
}
