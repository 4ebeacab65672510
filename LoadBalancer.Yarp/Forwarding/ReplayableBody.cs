using LoadBalancer.Cluster.Failover;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// A request body that keeps the bytes that are read while they fit its capacity, so that it can be read again from the beginning. It never
/// reads ahead: the server that receives it determines when and how much is read. Not thread-safe except for <see cref="IsWhole"/>.
/// </summary>
internal sealed class ReplayableBody(Stream inner, int capacity, long? length) : AsyncStream, IRepeatableBody
{
    private readonly ReplayBuffer _kept = new();
    private int _position;
    private volatile bool _lost;
    private Task? _arrival;

    /// <summary>Whether the body can still be read from the beginning.</summary>
    public bool IsWhole => !_lost;

    /// <summary>
    /// Always <see langword="false"/>: the framework detects that a server has failed only when the next part of the body arrives, so the
    /// timeout keeps running.
    /// </summary>
    public bool IsAwaited => false;

    public long AwaitedUntil => 0;

    public override bool CanRead => true;

    /// <summary>Restarts reading at the beginning. Allowed only while <see cref="IsWhole"/>.</summary>
    public void Rewind() => _position = 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _kept.Count)
        {
            var replayed = Math.Min(buffer.Length, _kept.Count - _position);
            _kept.Kept.Span.Slice(_position, replayed).CopyTo(buffer.Span);
            _position += replayed;
            return new(replayed);
        }

        return _lost ? inner.ReadAsync(buffer, cancellationToken) : ReadAndKeepAsync(buffer, cancellationToken);
    }

    /// <summary>Returns the memory; the inner stream belongs to the request and stays open.</summary>
    protected override void Dispose(bool disposing)
    {
        Forget();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAndKeepAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // A zero-byte read waits for bytes without consuming any. It is not cancelled with an attempt, since Kestrel returns no more of a
        // body after a read of it was cancelled: the next attempt awaits the same read.
        _arrival ??= inner.ReadAsync(Memory<byte>.Empty, CancellationToken.None).AsTask();
        await _arrival.WaitAsync(cancellationToken);
        _arrival = null;

        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            Keep(buffer[..read]);
        }

        return read;
    }

    private void Keep(ReadOnlyMemory<byte> bytes)
    {
        if (length > capacity || !_kept.TryAppend(new(bytes), capacity))
        {
            Forget();
            return;
        }

        _position = _kept.Count;
    }

    private void Forget()
    {
        _lost = true;
        _position = 0;
        _kept.Release();
    }
}
