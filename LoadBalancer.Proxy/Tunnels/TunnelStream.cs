using System.Buffers;
using System.Security.Cryptography;
using LoadBalancer.Http.WebSockets;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>
/// The client's side of a tunnel: reads are what goes to the server, writes are what comes from it. When a WebSocket is closed, each
/// direction gets a close frame where its current frame ends, and nothing after it. One reader and one writer at a time;
/// <see cref="BeginClose"/> may be called by any thread.
/// </summary>
internal sealed class TunnelStream : AsyncStream
{
    private readonly Stream _client;
    private readonly TunnelEnds _ends;
    private readonly TimeProvider _timeProvider;
    private readonly FrameTracker? _fromClient;
    private readonly FrameTracker? _fromServer;
    private readonly CancellationTokenSource _wakesReader = new();
    private CancellationTokenSource? _eitherToken;
    private CancellationToken _readersToken;
    private WriterState _writer;
    private long _lastActivity;
    private bool _isReadOver;
    private volatile bool _isClosing;

    /// <param name="client">The stream of the client.</param>
    /// <param name="isWebSocket">Whether the tunnel is a WebSocket.</param>
    /// <param name="ends">Passes the end of one direction on.</param>
    /// <param name="timeProvider">The clock.</param>
    public TunnelStream(Stream client, bool isWebSocket, TunnelEnds ends, TimeProvider timeProvider)
    {
        _client = client;
        _ends = ends;
        _timeProvider = timeProvider;
        _lastActivity = timeProvider.GetTimestamp();
        if (isWebSocket)
        {
            (_fromClient, _fromServer) = (new(), new());
        }
    }

    /// <summary>Who may write to the client. Every transition is a compare-and-swap from <see cref="Open"/>, or back to it.</summary>
    private enum WriterState
    {
        /// <summary>Nobody writes.</summary>
        Open,

        /// <summary>The server's bytes are being written.</summary>
        Writing,

        /// <summary>The state of the frames is being looked at, which takes no time.</summary>
        Deciding,

        /// <summary>A close frame has passed or is being written; nothing may follow.</summary>
        Closed,
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>How long nothing has passed. Thread-safe.</summary>
    public TimeSpan Idle => _timeProvider.GetElapsedTime(Volatile.Read(ref _lastActivity));

    /// <summary>Sends a close frame in each direction in which none has passed, as soon as the current frame ends. Thread-safe.</summary>
    public void BeginClose()
    {
        if (_fromClient is not null)
        {
            _isClosing = true;
            _ = _wakesReader.CancelAsync();
            _ = CloseToClientAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// Waits until the client has responded to the close frame, after both directions have ended: whoever closes a connection earlier may
    /// take the frame away from the client (RFC 6455 §7.1.1).
    /// </summary>
    public async Task AwaitClientAsync(CancellationToken cancellationToken)
    {
        if (!_isClosing || _writer != WriterState.Closed)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(GoingAwayFrame.MaskedLength);
        try
        {
            while (!_fromClient!.HasClosed && await _client.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                _fromClient.Pass(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has closed the connection without a response, or does not respond in time.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_isReadOver || (_isClosing && _fromClient!.IsAtBoundary))
            {
                return _isReadOver || buffer.IsEmpty ? 0 : WriteClose(buffer.Span);
            }

            try
            {
                var count = await _client.ReadAsync(buffer, TokenFor(cancellationToken));
                if (count == 0 && !buffer.IsEmpty)
                {
                    await _ends.EndToServerAsync();
                }

                return Take(buffer, count);
            }
            catch (OperationCanceledException) when (_isClosing && !cancellationToken.IsCancellationRequested)
            {
                // Only the wait has ended: the close frame follows, or what is left of the current frame.
            }
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Touch();
        if (_fromServer is null)
        {
            await _client.WriteAsync(buffer, cancellationToken);
        }
        else if (TryBeginWrite())
        {
            await _client.WriteAsync(buffer[..Follow(buffer.Span)], cancellationToken);

            // A full fence: either this thread sees that the tunnel closes, or the closing thread sees that nobody writes.
            Interlocked.Exchange(ref _writer, WriterState.Open);
            if (_isClosing)
            {
                await CloseToClientAsync(cancellationToken);
            }
        }

        Touch();
    }

    /// <summary>
    /// Tells the client that the server sends nothing more, and waits until the other direction has ended too. Called by the writer; a
    /// client that has got a close frame needs no other end.
    /// </summary>
    public async ValueTask EndToClientAsync(CancellationToken cancellationToken)
    {
        if (_fromServer is null || TryBeginWrite())
        {
            Interlocked.Exchange(ref _writer, WriterState.Closed);
            await _ends.EndToClientAsync(cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _client.FlushAsync(cancellationToken);

    /// <summary>Leaves the client's stream open, since the client's response to a close frame may still be awaited.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _eitherToken?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Touch() => Volatile.Write(ref _lastActivity, _timeProvider.GetTimestamp());

    /// <summary>
    /// Returns a token that also ends the wait when the tunnel is closed; created once for the token of the copying loop.
    /// </summary>
    private CancellationToken TokenFor(CancellationToken given)
    {
        if (_fromClient is null || _isClosing)
        {
            return given;
        }

        if (_eitherToken is null || _readersToken != given)
        {
            _eitherToken?.Dispose();
            _readersToken = given;
            _eitherToken = CancellationTokenSource.CreateLinkedTokenSource(given, _wakesReader.Token);
        }

        return _eitherToken.Token;
    }

    /// <returns>The number of bytes that go to the server.</returns>
    private int Take(Memory<byte> buffer, int count)
    {
        Touch();
        if (_fromClient is null || count == 0)
        {
            return count;
        }

        if (!_isClosing)
        {
            _fromClient.Pass(buffer.Span[..count]);
            return count;
        }

        var end = _fromClient.PassFrame(buffer.Span[..count]);
        _fromClient.Pass(buffer.Span[end..count]);
        return end;
    }

    /// <returns>The length of the close frame; 0 if the client has sent its own.</returns>
    private int WriteClose(Span<byte> target)
    {
        _isReadOver = true;
        _ends.EndClient();
        if (_fromClient!.HasClosed)
        {
            return 0;
        }

        Span<byte> mask = stackalloc byte[GoingAwayFrame.MaskLength];
        RandomNumberGenerator.Fill(mask);
        GoingAwayFrame.WriteToServer(target, mask);
        return GoingAwayFrame.MaskedLength;
    }

    /// <returns><see langword="false"/> if the client has got a close frame; the bytes are dropped.</returns>
    private bool TryBeginWrite()
    {
        var spin = default(SpinWait);
        while (true)
        {
            switch (Interlocked.CompareExchange(ref _writer, WriterState.Writing, WriterState.Open))
            {
                case WriterState.Open:
                    return true;
                case WriterState.Closed:
                    return false;
                default:
                    spin.SpinOnce();
                    break;
            }
        }
    }

    /// <returns>The number of bytes that go to the client.</returns>
    private int Follow(ReadOnlySpan<byte> bytes)
    {
        if (_isClosing)
        {
            return _fromServer!.PassFrame(bytes);
        }

        _fromServer!.Pass(bytes);
        return bytes.Length;
    }

    private async Task CloseToClientAsync(CancellationToken cancellationToken)
    {
        // While bytes are being written, the writer does this afterwards.
        if (Interlocked.CompareExchange(ref _writer, WriterState.Deciding, WriterState.Open) != WriterState.Open)
        {
            return;
        }

        if (!_fromServer!.IsAtBoundary)
        {
            Interlocked.Exchange(ref _writer, WriterState.Open);
            return;
        }

        Interlocked.Exchange(ref _writer, WriterState.Closed);
        if (_fromServer.HasClosed)
        {
            return;
        }

        try
        {
            await _client.WriteAsync(GoingAwayFrame.ToClient, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, which ends the tunnel in any case.
        }
    }
}
