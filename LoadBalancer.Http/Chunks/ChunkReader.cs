using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>
/// The state of a chunked body between its lines (RFC 9112 §7.1): the size of a chunk, its content, the empty line behind it, the trailer
/// section. Who feeds it finds the ends of the lines and bounds them. Not thread-safe.
/// </summary>
internal struct ChunkReader
{
    private Part _part;

    /// <summary>A body begins with the size of a chunk, which is the default.</summary>
    private enum Part
    {
        Size,
        Content,
        ContentEnd,
        Trailers,
        Done,
    }

    /// <summary>How many bytes of the chunk's content are still to come.</summary>
    public long Left { get; private set; }

    /// <summary>Whether the next byte is content; otherwise a line comes next.</summary>
    public readonly bool IsInContent => _part == Part.Content;

    /// <summary>Whether the next line has the size of a chunk.</summary>
    public readonly bool IsAtSize => _part == Part.Size;

    /// <summary>Whether the next line is of the trailer section, or ends it.</summary>
    public readonly bool IsInTrailers => _part == Part.Trailers;

    /// <summary>Whether the body is over.</summary>
    public readonly bool IsDone => _part == Part.Done;

    /// <summary>Bytes of content, at most <see cref="Left"/>, are passed over.</summary>
    public void Skip(long count)
    {
        Left -= count;
        if (Left == 0)
        {
            _part = Part.ContentEnd;
        }
    }

    /// <summary>Takes the next line, without its end.</summary>
    public MessageError TakeLine(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.Size:
                return TakeSize(line);
            case Part.ContentEnd:
                _part = Part.Size;
                return line.IsEmpty ? MessageError.None : MessageError.Chunk;
            case Part.Trailers when line.IsEmpty:
                _part = Part.Done;
                return MessageError.None;
            default:
                return TrailerLine.Check(line);
        }
    }

    private MessageError TakeSize(ReadOnlySpan<byte> line)
    {
        if (line.Length > ChunkLine.Longest)
        {
            return MessageError.Chunk;
        }

        var error = ChunkLine.Check(line, out var size);
        Left = size;
        _part = size > 0 ? Part.Content : Part.Trailers;
        return error;
    }
}
