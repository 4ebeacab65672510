using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>A client whose connection is a pair of pipes, with the relay of its requests on a clock that the test advances.</summary>
internal sealed class RelayedClient : IAsyncDisposable
{
    /// <summary>As on a listener: what waits for bytes goes on where they arrive, or where the wait is canceled.</summary>
    private readonly Pipe _requests = new(new(readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0));

    private readonly Pipe _responses = new(new(pauseWriterThreshold: 16 * 1024, resumeWriterThreshold: 8 * 1024));
    private readonly ComposedGateway _gateway;
    private readonly RequestScanner _scanner = new(isSecure: false, new LimitsOptions().ToHeadLimits());
    private readonly Connection _connection;
    private readonly ObservedReader _input;
    private readonly ObservedWriter _output;
    private long _sent;

    public RelayedClient(params (string Key, string Value)[] settings)
        : this(new FakeTimeProvider(), settings)
    {
    }

    public RelayedClient(FakeTimeProvider time, params (string Key, string Value)[] settings)
    {
        Time = time;
        _gateway = new(Time, settings);
        _connection = new(_responses);
        var services = _gateway.Part<RelayServices>();
        var peer = new ClientPeer(IPAddress.Loopback, isSecure: false, services.Limits.Trusted);
        _input = new(_requests.Reader);
        _output = new(_responses.Writer);
        Relay = new(services, _connection, _input, _output, _scanner.Head, peer);
        Response = _responses.Reader.AsStream();
    }

    /// <summary>Creates a client whose requests go to one server.</summary>
    public static RelayedClient Of(TcpTestServer server, params (string Key, string Value)[] settings)
    {
        var client = new RelayedClient(settings);
        client.Use(server.Url);
        return client;
    }

    public FakeTimeProvider Time { get; }

    public RelayConnection Relay { get; }

    /// <summary>The bytes that the client receives.</summary>
    public Stream Response { get; }

    /// <summary>Returns a part of the gateway.</summary>
    public T Part<T>()
        where T : notnull => _gateway.Part<T>();

    public Rejections Rejections => _gateway.Part<Rejections>();

    /// <summary>The first reason for which the connection was aborted.</summary>
    public string? Aborted => _connection.Aborted;

    /// <summary>Sets the servers that the requests may go to.</summary>
    public void Use(params string[] urls)
    {
        var servers = urls.Select((url, number) => new Server { Id = new($"s{number}"), Url = url });
        var cluster = ClusterSnapshot.Create(new(new("epoch"), 1, servers), PlacementAlgorithm.Ring);
        _gateway.Part<ClusterState>().Publish(new(cluster, Bound: null), TimeSpan.Zero);
    }

    /// <summary>Sends the head of a request and relays it.</summary>
    /// <returns>Whether another request may follow.</returns>
    public async Task<bool> RelayAsync(string head)
    {
        _scanner.Scan(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(head)));
        Assert.True(_scanner.IsAtHeadEnd);
        _scanner.LeaveMessage();
        var mayGoOn = await Relay.RelayAsync();
        _scanner.Head.Release();
        return mayGoOn;
    }

    /// <summary>Sends part of the body.</summary>
    public async Task SendAsync(string body)
    {
        Interlocked.Add(ref _sent, body.Length);
        await _requests.Writer.WriteAsync(Encoding.Latin1.GetBytes(body));
    }

    /// <summary>Whether the relay has taken what the client sent of bodies.</summary>
    public bool IsTaken => _input.Consumed == Volatile.Read(ref _sent);

    /// <summary>Whether the relay has taken what the client sent of bodies, and waits for more.</summary>
    public bool IsAwaited => IsTaken && _input.IsWaiting;

    /// <summary>Whether the relay waits for the client to read.</summary>
    public bool IsFull => _output.IsWaiting;

    /// <summary>Lets time pass in steps, each with a heartbeat, until the condition holds.</summary>
    public Task PassTimeAsync(TimeSpan step, string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            Time.Advance(step);
            Relay.OnHeartbeat();
            return condition();
        },
        TimeSpan.FromSeconds(20));

    public void Leave() => _connection.Leave();

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    /// <summary>A pipe's end that tells what was consumed, and whether a read waits.</summary>
    private sealed class ObservedReader(PipeReader reader) : PipeReader
    {
        private ReadOnlySequence<byte> _last;
        private long _consumed;
        private volatile bool _isWaiting;

        public long Consumed => Volatile.Read(ref _consumed);

        public bool IsWaiting => _isWaiting;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var reading = reader.ReadAsync(cancellationToken);
            _isWaiting = !reading.IsCompleted;
            var read = await reading;
            _isWaiting = false;
            _last = read.Buffer;
            return read;
        }

        public override bool TryRead(out ReadResult result)
        {
            var isRead = reader.TryRead(out result);
            _last = result.Buffer;
            return isRead;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            Interlocked.Add(ref _consumed, _last.Slice(0, consumed).Length);
            reader.AdvanceTo(consumed, examined);
        }

        /// <summary>Continues what waits for the read on this thread.</summary>
        public override void CancelPendingRead()
        {
            PausingTime.Release();
            reader.CancelPendingRead();
        }

        public override void Complete(Exception? exception = null) => reader.Complete(exception);
    }

    /// <summary>A pipe's end that tells whether a flush waits.</summary>
    private sealed class ObservedWriter(PipeWriter writer) : PipeWriter
    {
        private volatile bool _isWaiting;

        public bool IsWaiting => _isWaiting;

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            var flushing = writer.FlushAsync(cancellationToken);
            _isWaiting = !flushing.IsCompleted;
            var flushed = await flushing;
            _isWaiting = false;
            return flushed;
        }

        public override void Advance(int bytes) => writer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

        public override void CancelPendingFlush() => writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => writer.Complete(exception);
    }

    private sealed class Connection : DefaultConnectionContext
    {
        private readonly CancellationTokenSource _closed = new();
        private readonly Pipe _responses;
        private volatile string? _aborted;

        public Connection(Pipe responses)
        {
            _responses = responses;
            ConnectionClosed = _closed.Token;
        }

        public string? Aborted => _aborted;

        public void Leave() => _closed.Cancel();

        public override void Abort(ConnectionAbortedException abortReason)
        {
            _aborted ??= abortReason.Message;
            _responses.Writer.CancelPendingFlush();
        }

        public override async ValueTask DisposeAsync()
        {
            _closed.Dispose();
            await base.DisposeAsync();
        }
    }
}
