using System.Buffers;

namespace LoadBalancer.Proxy.Http2;

/// <summary>Frames that are written for Kestrel, in memory that is rented while there are any. Not thread-safe.</summary>
internal sealed class FrameBuffer
{
    /// <summary>The longest frame that every endpoint accepts (RFC 9113 §4.2).</summary>
    private const int LongestFrame = 16_384;

    private const int FirstRent = 4_096;

    private byte[] _bytes = [];

    /// <summary>The number of bytes.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes; valid until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    /// <summary>Returns memory for more bytes; call <see cref="Advance"/> after writing to it.</summary>
    public Span<byte> Reserve(int length)
    {
        if (Count + length > _bytes.Length)
        {
            var grown = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRent, (Count + length) * 2));
            _bytes.AsSpan(0, Count).CopyTo(grown);
            Return();
            _bytes = grown;
        }

        return _bytes.AsSpan(Count);
    }

    public void Advance(int count) => Count += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Advance(bytes.Length);
    }

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        var length = (int)bytes.Length;
        bytes.CopyTo(Reserve(length));
        Advance(length);
    }

    /// <summary>Begins a HEADERS frame, whose block follows.</summary>
    /// <returns>The position of the block.</returns>
    public int BeginHeaders()
    {
        Reserve(FrameHead.Size);
        Advance(FrameHead.Size);
        return Count;
    }

    /// <summary>Removes the bytes after a position.</summary>
    public void Truncate(int position) => Count = position;

    /// <summary>Completes a HEADERS frame, with CONTINUATION frames if its block is too long for one.</summary>
    /// <param name="position">The position of the block.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="endsStream">Whether the stream ends.</param>
    public void EndHeaders(int position, int stream, bool endsStream)
    {
        var length = Count - position;
        var last = Math.Max(0, (length - 1) / LongestFrame);
        Reserve(last * FrameHead.Size);
        Count += last * FrameHead.Size;
        for (var frame = last; frame >= 0; frame--)
        {
            var start = frame * LongestFrame;
            var part = Math.Min(LongestFrame, length - start);
            var target = position + start + (frame * FrameHead.Size);
            _bytes.AsSpan(position + start, part).CopyTo(_bytes.AsSpan(target));
            var flags = (frame == last ? FrameHead.EndHeaders : 0) | (frame == 0 && endsStream ? FrameHead.EndStream : 0);
            new FrameHead(part, frame == 0 ? FrameHead.Headers : FrameHead.Continuation, (byte)flags, stream)
                .Write(_bytes.AsSpan(target - FrameHead.Size));
        }
    }

    /// <summary>Removes all bytes and returns the memory.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
        {
            Return();
            _bytes = [];
        }

        Count = 0;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            // Clients' secrets must not appear in the buffers of others.
            _bytes.AsSpan(0, Count).Clear();
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
