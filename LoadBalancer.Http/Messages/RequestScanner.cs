using System.Buffers;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Tracks the bytes of an HTTP/1.1 connection from message to message: examines every line of the framing and skips bodies. Ignores
/// connections that do not begin as HTTP/1. Stops permanently at the first line that is rejected. Not thread-safe: one for each connection.
/// </summary>
/// <param name="isSecure">Whether the connection uses TLS.</param>
/// <param name="limits">The limits for a head.</param>
internal sealed class RequestScanner(bool isSecure, HeadLimits limits)
{
    private const byte TlsHandshake = 0x16;

    private readonly HeadFraming _head = new(isSecure, limits.Fields);
    private byte[] _line = [];
    private Part _part = Part.RequestLine;
    private bool _skippedEmptyLine;
    private bool _isMessageOver;
    private bool _isFirst = true;
    private ChunkReader _chunks;
    private long _left;
    private long _scanned;
    private long _lineStart;
    private int _trailers;

    private enum Part
    {
        RequestLine,
        Fields,
        Content,
        Chunks,
        Tunnel,
    }

    /// <summary>Why the line after the last presented byte is rejected.</summary>
    public MessageError MessageError { get; private set; }

    /// <summary>The head of the message, until the next one begins.</summary>
    public RequestHead Head => _head.Head;

    /// <summary>Whether the last call reached the end of a head.</summary>
    public bool IsAtHeadEnd { get; private set; }

    /// <summary>Whether no byte of a message has been received yet.</summary>
    public bool IsBetweenMessages => _scanned == 0 && (_isMessageOver || _part == Part.RequestLine);

    /// <summary>Whether a part of a head has been received.</summary>
    public bool IsInHead => _part == Part.Fields || (_part == Part.RequestLine && !_isMessageOver);

    /// <summary>Skips the rest of the message, which another reader reads; then the next message begins.</summary>
    public void LeaveMessage()
    {
        _part = Part.RequestLine;
        _isMessageOver = false;
        _scanned = 0;
        _lineStart = 0;
    }

    /// <summary>Switches the connection to another protocol; nothing is examined any more.</summary>
    public void BecomeTunnel()
    {
        _part = Part.Tunnel;
        _isMessageOver = false;
    }

    /// <summary>Removes consumed bytes from the beginning of the buffers passed to later calls.</summary>
    public void Consume(long count)
    {
        _scanned -= count;
        _lineStart -= count;
    }

    /// <summary>
    /// Examines bytes, up to the end of a head or of a message. The buffer must begin with the bytes of earlier calls that were not
    /// consumed.
    /// </summary>
    /// <returns>
    /// The number of bytes that may be presented to a parser. A head, and lines between chunks, are held back until they are complete.
    /// </returns>
    public long Scan(in ReadOnlySequence<byte> buffer)
    {
        IsAtHeadEnd = false;
        if (_isFirst && _scanned == 0 && !buffer.IsEmpty && buffer.FirstSpan[0] == TlsHandshake)
        {
            // TLS is decrypted after this stage; without TLS, Kestrel rejects such a connection.
            BecomeTunnel();
        }

        if (_isMessageOver && _scanned == 0)
        {
            // The whole message was consumed, and the reader asks for the next one.
            _isMessageOver = false;
            _part = Part.RequestLine;
        }

        while (MessageError == MessageError.None && _scanned < buffer.Length && !_isMessageOver && !IsAtHeadEnd)
        {
            if (_part is Part.Content or Part.Tunnel || (_part == Part.Chunks && _chunks.IsInContent))
            {
                Skip(buffer.Length);
            }
            else if (!TryTakeLine(buffer))
            {
                break;
            }
        }

        return IsInHead ? 0
            : MessageError != MessageError.None || (_part == Part.Chunks && !_chunks.IsInContent) ? Math.Min(_lineStart, _scanned)
            : _scanned;
    }

    private void Skip(long length)
    {
        var count = length - _scanned;
        if (_part == Part.Chunks)
        {
            count = Math.Min(_chunks.Left, count);
            _chunks.Skip(count);
        }
        else if (_part == Part.Content)
        {
            count = Math.Min(_left, count);
            _left -= count;
        }

        _scanned += count;
        _lineStart = _scanned;
        if (_part == Part.Content && _left == 0)
        {
            EndMessage();
        }
    }

    /// <returns><see langword="false"/> if the line's end has not been received, or the line is rejected.</returns>
    private bool TryTakeLine(in ReadOnlySequence<byte> buffer)
    {
        var feed = IndexOfLineFeed(buffer, _scanned);
        if (feed < 0)
        {
            _scanned = buffer.Length;
            MessageError = CheckLength(buffer, _scanned);
            return false;
        }

        MessageError = CheckLength(buffer, feed);
        if (MessageError != MessageError.None)
        {
            return false;
        }

        var line = LineOf(buffer, _lineStart, (int)(feed - _lineStart));
        MessageError = line is [.. var content, (byte)'\r'] ? Take(content) : MessageError.LineEnd;
        if (MessageError != MessageError.None)
        {
            return false;
        }

        _scanned = _lineStart = feed + 1;
        return true;
    }

    /// <summary>Checks the length of a line that ends at or after a position. Nothing of a head is consumed before its end.</summary>
    private MessageError CheckLength(in ReadOnlySequence<byte> buffer, long end) => _part switch
    {
        Part.RequestLine when end - _lineStart > limits.RequestLine =>
            RequestLine.BeginsWell(LineOf(buffer, _lineStart, RequestLine.LongestBeginning))
                ? MessageError.TargetTooLong
                : MessageError.RequestLine,
        Part.Fields when end > limits.Bytes => MessageError.HeadTooLarge,
        Part.Chunks when _chunks.IsAtSize && end - _lineStart > ChunkLine.Longest + 1 => MessageError.Chunk,
        Part.Chunks when _chunks.IsInTrailers && end - _lineStart > limits.Bytes => MessageError.Trailer,
        _ => MessageError.None,
    };

    private MessageError Take(ReadOnlySpan<byte> line) => _part switch
    {
        Part.RequestLine => TakeRequestLine(line),
        Part.Fields when !line.IsEmpty => _head.Add(line),
        Part.Fields => TakeEndOfHead(),
        _ => TakeChunkLine(line),
    };

    /// <summary>Processes a request line. One empty line before it is accepted, since some clients send one (RFC 9112 §2.2).</summary>
    private MessageError TakeRequestLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            var error = _skippedEmptyLine ? MessageError.RequestLine : MessageError.None;
            _skippedEmptyLine = true;
            return error;
        }

        if (_isFirst && line.SequenceEqual("PRI * HTTP/2.0"u8))
        {
            // HTTP/2 (RFC 9113 §3.4): an endpoint that does not support it rejects it by itself.
            BecomeTunnel();
            return MessageError.None;
        }

        _isFirst = _skippedEmptyLine = false;
        _part = Part.Fields;
        return _head.Begin(line);
    }

    private MessageError TakeEndOfHead()
    {
        var error = _head.End();
        if (error != MessageError.None)
        {
            return error;
        }

        _left = Head.ContentLength;
        _chunks = default;
        _trailers = 0;
        _part = Head.IsChunked ? Part.Chunks
            : _left > 0 ? Part.Content
            : Part.RequestLine;
        _isMessageOver = _part == Part.RequestLine;
        IsAtHeadEnd = true;
        return MessageError.None;
    }

    private MessageError TakeChunkLine(ReadOnlySpan<byte> line)
    {
        if (_chunks.IsInTrailers && !line.IsEmpty && ++_trailers > limits.Fields)
        {
            return MessageError.Trailer;
        }

        var error = _chunks.TakeLine(line);
        if (_chunks.IsDone)
        {
            EndMessage();
        }

        return error;
    }

    private void EndMessage()
    {
        _part = Part.RequestLine;
        _isMessageOver = true;
    }

    private static long IndexOfLineFeed(in ReadOnlySequence<byte> buffer, long start)
    {
        if (buffer.IsSingleSegment)
        {
            var offset = buffer.FirstSpan[(int)start..].IndexOf((byte)'\n');
            return offset < 0 ? -1 : start + offset;
        }

        return buffer.Slice(start).PositionOf((byte)'\n') is { } position ? buffer.Slice(0, position).Length : -1;
    }

    private ReadOnlySpan<byte> LineOf(in ReadOnlySequence<byte> buffer, long start, int length)
    {
        var slice = buffer.Slice(start, length);
        if (slice.IsSingleSegment)
        {
            return slice.FirstSpan;
        }

        if (_line.Length < length)
        {
            _line = new byte[Math.Max(256, length * 2)];
        }

        slice.CopyTo(_line);
        return _line.AsSpan(0, length);
    }
}
