using System.IO.Pipelines;
using LoadBalancer.Proxy.Tunnels;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Tunnels;

/// <summary>Tests where the close frames go among frames that pass at the same time.</summary>
public sealed class TunnelStreamTests
{
    private static readonly byte[] CloseToClient = [0x88, 0x02, 0x03, 0xe9];
    private static readonly byte[] Three = [0x82, 3, 1, 2, 3];
    private static readonly byte[] MaskedThree = [0x82, 0x83, 0, 0, 0, 0, 1, 2, 3];

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _fromClient = new();
    private readonly Pipe _toClient = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BeginClose_WhileTheReaderWaits_GivesItTheCloseFrameAndThenTheEnd()
    {
        await using var tunnel = Tunnel();
        var buffer = new byte[100];
        var waiting = tunnel.ReadAsync(Memory<byte>.Empty, Token).AsTask();

        tunnel.BeginClose();

        Assert.Equal(0, await waiting);
        Assert.Equal(8, await tunnel.ReadAsync(buffer, Token));
        Assert.Equal([0x88, 0x82], buffer[..2]);
        Assert.Equal([0x03, 0xe9], [(byte)(buffer[6] ^ buffer[2]), (byte)(buffer[7] ^ buffer[3])]);
        Assert.Equal(0, await tunnel.ReadAsync(buffer, Token));
    }

    [Fact]
    public async Task BeginClose_WithinAClientsFrame_LetsTheFrameEndFirst()
    {
        await using var tunnel = Tunnel();
        var buffer = new byte[100];
        await _fromClient.Writer.WriteAsync(MaskedThree.AsMemory(0, 7), Token);
        Assert.Equal(7, await tunnel.ReadAsync(buffer, Token));

        tunnel.BeginClose();
        await _fromClient.Writer.WriteAsync((byte[])[.. MaskedThree[7..], .. MaskedThree], Token);

        Assert.Equal(2, await tunnel.ReadAsync(buffer, Token));
        Assert.Equal(8, await tunnel.ReadAsync(buffer, Token));
        Assert.Equal(0x88, buffer[0]);
    }

    [Fact]
    public async Task BeginClose_ClientHasClosed_AddsNothing()
    {
        await using var tunnel = Tunnel();
        var buffer = new byte[100];
        await _fromClient.Writer.WriteAsync((byte[])[0x88, 0x80, 0, 0, 0, 0], Token);
        Assert.Equal(6, await tunnel.ReadAsync(buffer, Token));

        tunnel.BeginClose();

        Assert.Equal(0, await tunnel.ReadAsync(buffer, Token));
    }

    [Fact]
    public async Task BeginClose_NothingIsWritten_SendsTheClientACloseFrameAndNothingAfterIt()
    {
        await using var tunnel = Tunnel();
        await tunnel.WriteAsync(Three, Token);

        tunnel.BeginClose();
        await tunnel.WriteAsync(Three, Token);

        Assert.Equal((byte[])[.. Three, .. CloseToClient], await SentAsync());
    }

    [Fact]
    public async Task BeginClose_WithinAServersFrame_SendsTheRestOfItBeforeTheCloseFrame()
    {
        await using var tunnel = Tunnel();
        await tunnel.WriteAsync(Three.AsMemory(0, 4), Token);

        tunnel.BeginClose();
        await tunnel.WriteAsync((byte[])[.. Three[4..], .. Three], Token);

        Assert.Equal((byte[])[.. Three, .. CloseToClient], await SentAsync());
    }

    [Fact]
    public async Task BeginClose_ServerHasClosed_AddsNothing()
    {
        await using var tunnel = Tunnel();
        await tunnel.WriteAsync(CloseToClient, Token);

        tunnel.BeginClose();

        Assert.Equal(CloseToClient, await SentAsync());
    }

    /// <summary>However the close and the writes coincide, the client gets whole frames, one close frame, and nothing after it.</summary>
    [Fact]
    public async Task BeginClose_WhileFramesAreWritten_EndsAtABoundary()
    {
        for (var round = 0; round < 200; round++)
        {
            var toClient = new Pipe(new(pauseWriterThreshold: 0));
            await using var tunnel = new TunnelStream(
                new PipeStream(new Pipe().Reader, toClient.Writer), isWebSocket: true, Endless(), _time);
            var writing = Task.Run(
                async () =>
                {
                    for (var i = 0; i < 50; i++)
                    {
                        await tunnel.WriteAsync(Three.AsMemory(0, 4), Token);
                        await tunnel.WriteAsync(Three.AsMemory(4), Token);
                    }
                },
                Token);

            tunnel.BeginClose();
            await writing;
            await toClient.Writer.CompleteAsync();
            var sent = (await toClient.Reader.ReadAtLeastAsync(int.MaxValue, Token)).Buffer.FirstSpan.ToArray();

            Assert.Equal(CloseToClient, sent[^4..]);
            Assert.Equal(0, (sent.Length - CloseToClient.Length) % Three.Length);
        }
    }

    [Fact]
    public async Task Idle_AfterABytePassed_BeginsAgain()
    {
        await using var tunnel = Tunnel();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(10), tunnel.Idle);

        await tunnel.WriteAsync(Three, Token);
        Assert.Equal(TimeSpan.Zero, tunnel.Idle);
        _time.Advance(TimeSpan.FromSeconds(5));
        await _fromClient.Writer.WriteAsync(MaskedThree, Token);
        Assert.Equal(MaskedThree.Length, await tunnel.ReadAsync(new byte[100], Token));

        Assert.Equal(TimeSpan.Zero, tunnel.Idle);
    }

    private TunnelStream Tunnel() => new(new PipeStream(_fromClient.Reader, _toClient.Writer), isWebSocket: true, Endless(), _time);

    private static TunnelEnds Endless() => new(endToServer: null, endToClient: null, () => { });

    private async Task<byte[]> SentAsync()
    {
        await _toClient.Writer.CompleteAsync();
        return (await _toClient.Reader.ReadAtLeastAsync(int.MaxValue, Token)).Buffer.FirstSpan.ToArray();
    }

    /// <summary>The two directions of a client as one stream.</summary>
    private sealed class PipeStream(PipeReader input, PipeWriter output) : Stream
    {
        private readonly Stream _input = input.AsStream();
        private readonly Stream _output = output.AsStream();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            buffer.IsEmpty ? WaitAsync(cancellationToken) : _input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _output.WriteAsync(buffer, cancellationToken);

        public override void Flush() => _output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private async ValueTask<int> WaitAsync(CancellationToken cancellationToken)
        {
            var read = await input.ReadAsync(cancellationToken);
            input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
            return 0;
        }
    }
}
