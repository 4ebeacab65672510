using System.Buffers;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>
/// Takes the framing off the content of one message after the other (RFC 9112 §6, §7.1), of requests as of responses, as
/// strictly as it can be read. Not thread-safe.
/// </summary>
internal sealed class ContentDecoder
{
    /// <summary>More trailers than any message has use for, in bytes.</summary>
    private const int MostTrailers = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _trailers = new();
    private Part _part = Part.Done;
    private long _left;

    private enum Part
    {
        Length,
        ChunkLine,
        Chunk,
        ChunkEnd,
        Trailers,
        UntilClose,
        Done,
    }

    /// <summary>Whether the message is over.</summary>
    public bool IsDone => _part == Part.Done;

    /// <summary>Whether it ends with the connection.</summary>
    public bool EndsWithConnection => _part == Part.UntilClose;

    /// <summary>How many bytes of content are known to come next without framing between them; 0 where that is not known.</summary>
    public long Following => _part is Part.Length or Part.Chunk ? _left : 0;

    /// <summary>Why the rest cannot be read.</summary>
    public MessageError MessageError { get; private set; }

    /// <summary>The lines of the trailer section with their ends, once the message is over.</summary>
    public ReadOnlyMemory<byte> Trailers => _trailers.WrittenMemory;

    /// <summary>A message of a known length begins, be it 0.</summary>
    public void BeginLength(long length) => Begin(length > 0 ? Part.Length : Part.Done, length);

    /// <summary>A message in chunks begins.</summary>
    public void BeginChunks() => Begin(Part.ChunkLine, 0);

    /// <summary>A message begins that ends with its connection.</summary>
    public void BeginUntilClose() => Begin(Part.UntilClose, 0);

    /// <summary>Bytes of content that <see cref="Following"/> announced were read past this.</summary>
    public void Skip(long count)
    {
        _left -= count;
        EndPart();
    }

    /// <summary>Takes the next piece of content.</summary>
    /// <param name="buffer">What has come; what of it is used up is cut off.</param>
    /// <returns>Content; empty if the message is over, more must come, or it is refused.</returns>
    public ReadOnlySequence<byte> Take(ref ReadOnlySequence<byte> buffer)
    {
        while (!buffer.IsEmpty && _part != Part.Done)
        {
            if (_part is Part.Length or Part.Chunk or Part.UntilClose)
            {
                var content = _part == Part.UntilClose ? buffer : buffer.Slice(0, Math.Min(_left, buffer.Length));
                buffer = buffer.Slice(content.End);
                _left -= content.Length;
                EndPart();
                return content;
            }

            if (!TryTakeLine(ref buffer))
            {
                break;
            }
        }

        return default;
    }

    private void Begin(Part part, long left)
    {
        (_part, _left, MessageError) = (part, left, MessageError.None);
        _line.ResetWrittenCount();
        _trailers.ResetWrittenCount();
    }

    private void EndPart()
    {
        if (_left == 0 && _part != Part.UntilClose)
        {
            _part = _part == Part.Chunk ? Part.ChunkEnd : Part.Done;
        }
    }

    /// <returns><see langword="false"/> if its end has not come yet, or it is refused.</returns>
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
        if (_line.WrittenCount + buffer.Length > (_part == Part.Trailers ? MostTrailers : ChunkLine.Longest + 1))
        {
            MessageError = _part == Part.Trailers ? MessageError.Trailer : MessageError.Chunk;
            return;
        }

        foreach (var segment in buffer)
        {
            _line.Write(segment.Span);
        }
    }

    private MessageError Take(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.ChunkLine:
                return TakeChunkLine(line);
            case Part.ChunkEnd:
                _part = Part.ChunkLine;
                return line.IsEmpty ? MessageError.None : MessageError.Chunk;
            default:
                return line.IsEmpty ? End() : TakeTrailer(line);
        }
    }

    private MessageError TakeChunkLine(ReadOnlySpan<byte> line)
    {
        if (line.Length > ChunkLine.Longest)
        {
            return MessageError.Chunk;
        }

        var rejection = ChunkLine.Check(line, out var size);
        _left = size;
        _part = size > 0 ? Part.Chunk : Part.Trailers;
        return rejection;
    }

    private MessageError TakeTrailer(ReadOnlySpan<byte> line)
    {
        if (_trailers.WrittenCount + line.Length > MostTrailers)
        {
            return MessageError.Trailer;
        }

        _trailers.Write(line);
        _trailers.Write("\r\n"u8);
        return TrailerLine.Check(line);
    }

    private MessageError End()
    {
        _part = Part.Done;
        return MessageError.None;
    }
}
