using System.Buffers;
using System.Buffers.Binary;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Follows the frames of an HTTP/2 client (RFC 9113 §4.1) and knows which of its requests have not been sent to their end. Not thread-safe:
/// one for each connection.
/// </summary>
internal sealed class Http2Requests
{
    /// <summary>The maximum number of streams to remember; includes those that the server ended before their request.</summary>
    public const int Most = 1_000;

    private const int PrefaceLength = 24;
    private const int HeadLength = 9;
    private const int ResetLength = HeadLength + sizeof(int);

    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Continuation = 9;
    private const byte EndStream = 0x1;
    private const byte EndHeaders = 0x4;
    private const int Cancel = 8;

    private readonly HashSet<int> _open = [];
    private readonly byte[] _head = new byte[HeadLength];
    private int _headLength;
    private int _left = PrefaceLength;
    private bool _isInHeaders;

    /// <summary>Whether the bytes end between two frames, where another frame may follow.</summary>
    public bool IsBetweenFrames => _left == 0 && _headLength == 0 && !_isInHeaders;

    /// <summary>Whether there were more requests without an end than are remembered.</summary>
    public bool HasTooMany { get; private set; }

    /// <summary>Follows the next bytes of the connection.</summary>
    public void Follow(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            Follow(segment.Span);
        }
    }

    /// <summary>Returns a frame RST_STREAM for each request that has no end.</summary>
    public byte[] ToResets()
    {
        var frames = new byte[_open.Count * ResetLength];
        var frame = frames.AsSpan();
        foreach (var stream in _open)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame, sizeof(int) << 8);
            frame[3] = Reset;
            BinaryPrimitives.WriteInt32BigEndian(frame[5..], stream);
            BinaryPrimitives.WriteInt32BigEndian(frame[HeadLength..], Cancel);
            frame = frame[ResetLength..];
        }

        return frames;
    }

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var skipped = Math.Min(_left, bytes.Length);
                _left -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var taken = Math.Min(HeadLength - _headLength, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            bytes = bytes[taken..];
            if (_headLength == HeadLength)
            {
                _headLength = 0;
                Take();
            }
        }
    }

    private void Take()
    {
        var (type, flags) = (_head[3], _head[4]);
        var stream = BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(5)) & int.MaxValue;
        _left = BinaryPrimitives.ReadInt32BigEndian(_head) >>> 8;
        if (type is Headers or Continuation)
        {
            _isInHeaders = (flags & EndHeaders) == 0;
        }

        if (type == Headers && (flags & EndStream) == 0)
        {
            HasTooMany |= _open.Count == Most;
            if (!HasTooMany)
            {
                _open.Add(stream);
            }
        }
        else if (type == Reset || (type is Data or Headers && (flags & EndStream) != 0))
        {
            _open.Remove(stream);
        }
    }
}
