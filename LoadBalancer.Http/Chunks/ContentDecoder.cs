using System.Buffers;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>
/// Decodes the framing of the bodies of consecutive messages (RFC 9112 §6, §7.1), of requests and responses, in the strictest
/// interpretation. Not thread-safe.
/// </summary>
internal sealed class ContentDecoder
{
    /// <summary>The maximum size of a trailer section in bytes.</summary>
    private const int MostTrailers = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _trailers = new();
    private Part _part = Part.Done;
    private ChunkReader _chunks;
    private long _left;
    private int _trailerBytes;
    private bool _dropsTrailers;

    private enum Part
    {
        Length,
        Chunks,
        UntilClose,
        Done,
    }

    /// <summary>Whether the message has ended.</summary>
    public bool IsDone => _part == Part.Done;

    /// <summary>Whether the message ends with the connection.</summary>
    public bool EndsWithConnection => _part == Part.UntilClose;

    /// <summary>The number of body bytes that are known to come next without framing between them; 0 if unknown.</summary>
    public long Following => _part switch
    {
        Part.Length => _left,
        Part.Chunks when _chunks.IsInContent => _chunks.Left,
        _ => 0,
    };

    /// <summary>Why the rest cannot be read.</summary>
    public MessageError MessageError { get; private set; }

    /// <summary>Whether a chunk's size comes next, or could not be read.</summary>
    public bool IsAtChunkSize { get; private set; }

    /// <summary>Whether the rest cannot be read because the trailer section is too large.</summary>
    public bool AreTrailersTooLarge { get; private set; }

    /// <summary>The lines of the trailer section with their ends, after the message has ended.</summary>
    public ReadOnlyMemory<byte> Trailers => _trailers.WrittenMemory;

    /// <summary>Begins a message with a known length, which may be 0.</summary>
    public void BeginLength(long length) => Begin(length > 0 ? Part.Length : Part.Done, length);

    /// <summary>Begins a chunked message.</summary>
    /// <param name="dropsTrailers">
    /// Whether trailers that are not allowed are dropped, as a recipient may (RFC 9110 §6.5.1); otherwise the message is rejected.
    /// </param>
    public void BeginChunks(bool dropsTrailers = false)
    {
        Begin(Part.Chunks, 0);
        _dropsTrailers = dropsTrailers;
    }

    /// <summary>Begins a message that ends with its connection or stream.</summary>
    public void BeginUntilClose() => Begin(Part.UntilClose, 0);

    /// <summary>Ends a message that was begun by <see cref="BeginUntilClose"/>.</summary>
    public void EndUntilClose() => _part = Part.Done;

    /// <summary>Skips body bytes, announced by <see cref="Following"/>, that were read without this decoder.</summary>
    public void Skip(long count)
    {
        if (_part == Part.Chunks)
        {
            _chunks.Skip(count);
        }
        else
        {
            _left -= count;
            _part = _left == 0 ? Part.Done : _part;
        }
    }

    /// <summary>Returns the next piece of the body.</summary>
    /// <param name="buffer">The received bytes; consumed bytes are sliced off.</param>
    /// <returns>Body bytes; empty if the message has ended, more bytes are needed, or the message is rejected.</returns>
    public ReadOnlySequence<byte> Take(ref ReadOnlySequence<byte> buffer)
    {
        while (!buffer.IsEmpty && _part != Part.Done)
        {
            if (_part == Part.UntilClose)
            {
                return Cut(ref buffer, buffer.Length);
            }

            if (Following is > 0 and var following)
            {
                var content = Cut(ref buffer, Math.Min(following, buffer.Length));
                Skip(content.Length);
                return content;
            }

            if (!TryTakeLine(ref buffer))
            {
                break;
            }
        }

        return default;
    }

    private static ReadOnlySequence<byte> Cut(ref ReadOnlySequence<byte> buffer, long length)
    {
        var content = buffer.Slice(0, length);
        buffer = buffer.Slice(content.End);
        return content;
    }

    private void Begin(Part part, long left)
    {
        _part = part;
        _left = left;
        _chunks = default;
        MessageError = MessageError.None;
        IsAtChunkSize = false;
        AreTrailersTooLarge = false;
        _line.ResetWrittenCount();
        _trailers.ResetWrittenCount();
        _trailerBytes = 0;
        _dropsTrailers = false;
    }

    /// <returns><see langword="false"/> if the line's end has not been received, or the line is rejected.</returns>
    private bool TryTakeLine(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        var isWhole = reader.TryReadTo(out ReadOnlySpan<byte> piece, (byte)'\n');
        if (!isWhole)
        {
            Keep(buffer);
            buffer = buffer.Slice(buffer.End);
            return false;
        }

        if (_line.WrittenCount > 0)
        {
            _line.Write(piece);
            piece = _line.WrittenSpan;
        }

        buffer = reader.UnreadSequence;
        MessageError = piece is [.. var line, (byte)'\r'] ? Take(line) : MessageError.LineEnd;
        _line.ResetWrittenCount();
        return MessageError == MessageError.None;
    }

    private void Keep(in ReadOnlySequence<byte> buffer)
    {
        if (_line.WrittenCount + buffer.Length > (_chunks.IsInTrailers ? MostTrailers : ChunkLine.Longest + 1))
        {
            MessageError = _chunks.IsInTrailers ? MessageError.Trailer : MessageError.Chunk;
            AreTrailersTooLarge = _chunks.IsInTrailers;
            IsAtChunkSize = _chunks.IsAtSize;
            return;
        }

        foreach (var segment in buffer)
        {
            _line.Write(segment.Span);
        }
    }

    private MessageError Take(ReadOnlySpan<byte> line)
    {
        if (_chunks.IsInTrailers && !line.IsEmpty)
        {
            return TakeTrailer(line);
        }

        IsAtChunkSize = _chunks.IsAtSize;
        var error = _chunks.TakeLine(line);
        _part = _chunks.IsDone ? Part.Done : _part;
        return error;
    }

    private MessageError TakeTrailer(ReadOnlySpan<byte> line)
    {
        IsAtChunkSize = false;
        AreTrailersTooLarge = _trailerBytes + line.Length > MostTrailers;
        if (AreTrailersTooLarge)
        {
            return MessageError.Trailer;
        }

        _trailerBytes += line.Length + "\r\n".Length;
        if (_dropsTrailers && TrailerLine.IsForbidden(line))
        {
            return MessageError.None;
        }

        _trailers.Write(line);
        _trailers.Write("\r\n"u8);
        return _chunks.TakeLine(line);
    }
}
