using System.Buffers;
using LoadBalancer.Cluster.Failover;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// A request's body that keeps what passes through while that fits its capacity, to be read again from the beginning.
/// It never reads ahead: when and how much is read is decided by the server that takes it. Not thread-safe but for
/// <see cref="IsWhole"/>.
/// </summary>
internal sealed class ReplayableBody(Stream inner, int capacity, long? length) : Stream, IRepeatableBody
{
    private const int FirstRent = 4_096;

    private byte[] _kept = [];
    private int _count;
    private int _position;
    private volatile bool _lost;
    private Task? _arrival;

    /// <summary>Whether the body can still be read from the beginning.</summary>
    public bool IsWhole => !_lost;

    /// <summary>Never said here: the framework notices that a server has failed only when the body's next part is there, so the time runs on.</summary>
    public bool IsAwaited => false;

    public long AwaitedUntil => 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The next read begins at the beginning. Only while <see cref="IsWhole"/>.</summary>
    public void Rewind() => _position = 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _count)
        {
            var replayed = Math.Min(buffer.Length, _count - _position);
            _kept.AsSpan(_position, replayed).CopyTo(buffer.Span);
            _position += replayed;
            return new(replayed);
        }

        return _lost ? inner.ReadAsync(buffer, cancellationToken) : ReadAndKeepAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is ever written.
    }

    /// <summary>Gives the memory back; the inner stream is the request's and stays open.</summary>
    protected override void Dispose(bool disposing)
    {
        Forget();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAndKeepAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // A read into nothing waits for bytes without taking any. It is not cancelled with an attempt, since Kestrel gives no
        // more of a body once a read of it was: the next attempt waits on.
        _arrival ??= inner.ReadAsync(Memory<byte>.Empty, CancellationToken.None).AsTask();
        await _arrival.WaitAsync(cancellationToken);
        _arrival = null;

        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            Keep(buffer.Span[..read]);
        }

        return read;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var needed = _count + bytes.Length;
        if (needed > capacity || length > capacity)
        {
            Forget();
            return;
        }

        if (needed > _kept.Length)
        {
            Grow(needed);
        }

        bytes.CopyTo(_kept.AsSpan(_count));
        _count = _position = needed;
    }

    private void Grow(int needed)
    {
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _kept.Length > 0 ? _kept.Length * 2 : (int)(length ?? FirstRent)));
        _kept.AsSpan(0, _count).CopyTo(grown);
        Return();
        _kept = grown;
    }

    private void Forget()
    {
        _lost = true;
        _count = _position = 0;
        Return();
    }

    private void Return()
    {
        if (_kept.Length > 0)
        {
            // What one client sent must not be found in another's buffer.
            ArrayPool<byte>.Shared.Return(_kept, clearArray: true);
            _kept = [];
        }
    }
}
