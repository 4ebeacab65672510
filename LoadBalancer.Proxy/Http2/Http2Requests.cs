using System.Buffers;
using System.Buffers.Binary;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Follows the frames of an HTTP/2 client (RFC 9113 §4.1) and knows which of its requests have not been sent to their end. Not thread-safe:
/// one for each connection.
/// </summary>
internal sealed class Http2Requests
{
    /// <summary>The maximum number of streams to remember; includes those that the server ended before their request.</summary>
    public const int Most = 1_000;

    private const int PrefaceLength = 24;
    private const int ResetLength = FrameHead.Size + sizeof(int);
    private const int Cancel = 8;

    private readonly HashSet<int> _open = [];
    private readonly byte[] _head = new byte[FrameHead.Size];
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
            new FrameHead(sizeof(int), FrameHead.Reset, Flags: 0, stream).Write(frame);
            BinaryPrimitives.WriteInt32BigEndian(frame[FrameHead.Size..], Cancel);
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

            var taken = Math.Min(FrameHead.Size - _headLength, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            bytes = bytes[taken..];
            if (_headLength == FrameHead.Size)
            {
                _headLength = 0;
                Take(FrameHead.Read(_head));
            }
        }
    }

    private void Take(in FrameHead head)
    {
        _left = head.Length;
        if (head.IsOfBlock)
        {
            _isInHeaders = !head.Has(FrameHead.EndHeaders);
        }

        if (head.Type == FrameHead.Headers && !head.Has(FrameHead.EndStream))
        {
            HasTooMany |= _open.Count == Most;
            if (!HasTooMany)
            {
                _open.Add(head.Stream);
            }
        }
        else if (head.EndsStream)
        {
            _open.Remove(head.Stream);
        }
    }
}
