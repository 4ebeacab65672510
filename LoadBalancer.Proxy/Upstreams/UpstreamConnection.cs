using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// A connection to a server, used by one request after the other. While it is idle a read is pending, which ends when the server closes the
/// connection, so that a closed connection is detected without polling, and the next response needs no separate read. Not thread-safe
/// except for <see cref="Abort"/>; one thread may write while another reads.
/// </summary>
internal sealed class UpstreamConnection(Socket socket, Stream stream, long created, KnownAddress? address = null)
    : IDisposable
{
    private const int BufferSize = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;
    private ValueTask<int> _ahead;
    private bool _isReadingAhead;

    /// <summary>The timestamp at which the connection was created.</summary>
    public long Created => created;

    /// <summary>The timestamp of the last use.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether the connection has carried a request before; the server may close such a connection at any moment.</summary>
    public bool WasUsed => LastUsed != 0;

    /// <summary>The bytes that were received but not consumed.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(_start, _end - _start);

    /// <summary>The timestamp until which an idle connection may be used.</summary>
    public long IdleUntil { get; private set; }

    /// <summary>
    /// Whether a request can be sent: the connection is idle, the server has neither closed it nor sent anything, and the server still has
    /// the address.
    /// </summary>
    public bool IsUsable => _isReadingAhead && !_ahead.IsCompleted && !IsOutdated;

    /// <summary>Whether the server no longer has the address to which the connection leads.</summary>
    public bool IsOutdated => address is { IsGone: true };

    /// <summary>
    /// Whether the server has closed an idle connection, or sent something, as far as the operating system knows at this moment; the
    /// pending read may not have learned of it yet. One system call.
    /// </summary>
    public bool HasEnded => socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public void Consume(int count) => _start += count;

    /// <summary>
    /// Why reading from the server failed; <see langword="null"/> if it did not. Aborting the connection is such a reason too.
    /// </summary>
    public Exception? ReadFailure { get; private set; }

    /// <summary>Reads more bytes into the buffer.</summary>
    /// <returns>The number of bytes; 0 at the end or if the connection broke.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<int> FillAsync()
    {
        try
        {
            var count = await BeginFill();
            _end += count;
            return count;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            ReadFailure = exception;
            return 0;
        }
    }

    /// <summary>Reads directly into memory of the caller. The buffer must be empty.</summary>
    /// <returns>The number of bytes; 0 at the end or if the connection broke.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            ReadFailure = exception;
            return 0;
        }
    }

    /// <returns><see langword="false"/> if the server has stopped reading; it may still have sent a response.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
            return true;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            return false;
        }
    }

    /// <summary>Makes the connection idle after a request whose response was read completely.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="until">The timestamp until which it may be used.</param>
    public void BecomeIdle(long now, long until)
    {
        LastUsed = now;
        IdleUntil = until;
        _start = 0;
        _end = 0;
#pragma warning disable CA2012 // Consumed once: by the next fill, or at the end of the connection.
        _ahead = stream.ReadAsync(_buffer.AsMemory());
#pragma warning restore CA2012
        _isReadingAhead = true;
    }

    /// <summary>Aborts all pending operations. Thread-safe; the connection must still be disposed.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>Closes the connection. With TLS, the server is told first that nothing more follows, unless it does not read.</summary>
    public void Dispose() => _ = CloseAsync();

    private static bool IsBreak(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private ValueTask<int> BeginFill()
    {
        if (_isReadingAhead)
        {
            _isReadingAhead = false;
            return _ahead;
        }

        MakeRoom();
        return stream.ReadAsync(_buffer.AsMemory(_end));
    }

    private async Task CloseAsync()
    {
        if (ReadFailure is null && stream is SslStream secure)
        {
            await HalfClose.TryNotifyAsync(socket, secure);
        }

        await stream.DisposeAsync();
        if (_isReadingAhead)
        {
            _isReadingAhead = false;
            await EndReadingAheadAsync();
        }

        ReturnBuffer();
    }

    /// <summary>Waits for the pending read, which uses the buffer, and ignores its errors.</summary>
    private async Task EndReadingAheadAsync()
    {
        try
        {
            await _ahead;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            // Expected: the connection was closed while the read was pending.
        }
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var unread = Unread.Span;
            var room = unread.Length > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
            unread.CopyTo(room);
            if (room != _buffer)
            {
                ReturnBuffer();
                _buffer = room;
            }

            _start = 0;
            _end = unread.Length;
        }
    }

    private void ReturnBuffer()
    {
        // Cleared so that one client's response cannot appear in another's buffer.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }
}
