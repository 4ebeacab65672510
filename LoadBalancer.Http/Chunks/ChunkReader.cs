using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>
/// The state of a chunked body between its lines (RFC 9112 §7.1): the size of a chunk, its data, the empty line after it, the trailer
/// section. The caller finds the ends of the lines and limits their length. Not thread-safe.
/// </summary>
internal struct ChunkReader
{
    private Part _part;

    /// <summary>The part of the body. The default is the size of a chunk, with which a body begins.</summary>
    private enum Part
    {
        Size,
        Content,
        ContentEnd,
        Trailers,
        Done,
    }

    /// <summary>The number of bytes left in the chunk's data.</summary>
    public long Left { get; private set; }

    /// <summary>Whether the next byte is data; otherwise a line comes next.</summary>
    public readonly bool IsInContent => _part == Part.Content;

    /// <summary>Whether the next line contains the size of a chunk.</summary>
    public readonly bool IsAtSize => _part == Part.Size;

    /// <summary>Whether the next line belongs to the trailer section, or ends it.</summary>
    public readonly bool IsInTrailers => _part == Part.Trailers;

    /// <summary>Whether the body has ended.</summary>
    public readonly bool IsDone => _part == Part.Done;

    /// <summary>Skips bytes of data, at most <see cref="Left"/>.</summary>
    public void Skip(long count)
    {
        Left -= count;
        if (Left == 0)
        {
            _part = Part.ContentEnd;
        }
    }

    /// <summary>Processes the next line, without its end.</summary>
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
