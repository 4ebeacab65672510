using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// A connection to a server, used by one request after the other. While it is idle a read is under way, which ends when the
/// server closes it: so it is known without asking, and the next answer needs no read of its own. Not thread-safe
/// but for <see cref="Abort"/>; one may write while another reads.
/// </summary>
internal sealed class UpstreamConnection(Socket socket, Stream stream, long created) : IDisposable
{
    private const int BufferSize = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _start;
    private int _end;
    private ValueTask<int> _ahead;
    private bool _isReadingAhead;

    /// <summary>When it came about, as a timestamp.</summary>
    public long Created => created;

    /// <summary>When it was last used, as a timestamp.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether it has carried a request before: the server may close it at any moment.</summary>
    public bool WasUsed => LastUsed != 0;

    /// <summary>What has come and was not consumed.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Whether a request can be sent: while idle, that the server has neither closed it nor sent anything.</summary>
    public bool IsUsable => _isReadingAhead && !_ahead.IsCompleted;

    public void Consume(int count) => _start += count;

    /// <summary>Whether it broke, be it that somebody has ended it.</summary>
    public bool HasBroken { get; private set; }

    /// <summary>Reads more behind what is unread.</summary>
    /// <returns>How many bytes; 0 at the end or if it has broken.</returns>
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
            HasBroken = true;
            return 0;
        }
    }

    /// <summary>Reads past the buffer, in which nothing is left.</summary>
    /// <returns>How many bytes; 0 at the end or if it has broken.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            HasBroken = true;
            return 0;
        }
    }

    /// <returns><see langword="false"/> if the server takes no more; it may have answered all the same.</returns>
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

    /// <summary>The request is over and nothing is left of its response: waits for the next one.</summary>
    public void BecomeIdle(long now)
    {
        LastUsed = now;
        _start = 0;
        _end = 0;
#pragma warning disable CA2012 // Consumed once: by the next fill, or at the end of the connection.
        _ahead = stream.ReadAsync(_buffer.AsMemory());
#pragma warning restore CA2012
        _isReadingAhead = true;
    }

    /// <summary>Ends whatever is under way on it. Thread-safe; it must still be disposed.</summary>
    public void Abort() => socket.Dispose();

    public void Dispose()
    {
        stream.Dispose();
        if (_isReadingAhead)
        {
            _isReadingAhead = false;
            _ = EndReadingAheadAsync();
        }
        else
        {
            ReturnBuffer();
        }
    }

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

    /// <summary>The buffer is the read's until that has ended, with whatever error.</summary>
    private async Task EndReadingAheadAsync()
    {
        try
        {
            await _ahead;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            // That is what ends a read on a connection that was closed.
        }

        ReturnBuffer();
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
        // What was answered to one client must not be found in another's buffer.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }
}
