using System.Buffers;
using LoadBalancer.Proxy.Listening;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Determines what Kestrel reads in place of the bytes that a client sends: most frames unchanged, and others for header blocks and for
/// errors. Only complete frames are presented. One for each connection; not thread-safe.
/// </summary>
/// <param name="isSecure">Whether the connection uses TLS.</param>
/// <param name="output">The frames to the client.</param>
/// <param name="services">Services that all gates share.</param>
internal sealed class FrameRewriter(bool isSecure, Http2Output output, Http2GateServices services)
{
    /// <summary>The most bytes of frames that are copied beside header blocks, so that Kestrel is woken once for all of them.</summary>
    private const int MostCopied = 1_024;

    /// <summary>Once this many bytes are presented together, more wait for the next read. Kestrel takes 4,096 at a time.</summary>
    private const int FullBatch = 3_072;

    private const int PrefaceLength = 24;

    /// <summary>A frame that is a connection error of type PROTOCOL_ERROR: a CONTINUATION without a block.</summary>
    private static readonly byte[] NotAllowed = [0, 0, 0, FrameHead.Continuation, FrameHead.EndHeaders, 0, 0, 0, 1];

    /// <summary>A block that is a connection error of type COMPRESSION_ERROR: a table of 2²⁷ bytes.</summary>
    private static readonly byte[] NotDecodable = [0x3F, 0xE1, 0xFF, 0xFF, 0x3F];

    private readonly HeaderBlocks _blocks = new(isSecure, services);
    private State _state;

    private enum State
    {
        /// <summary>The connection preface has not been received.</summary>
        Preface,

        /// <summary>Frames are examined.</summary>
        Frames,

        /// <summary>Kestrel will end the connection because of what is presented.</summary>
        Over,
    }

    /// <summary>The frames that take the place of bytes; they come before those that pass.</summary>
    public FrameBuffer Made { get; } = new();

    /// <summary>The number of bytes at the start of the buffer that pass unchanged.</summary>
    public long Passing { get; private set; }

    /// <summary>Whether nothing that follows is presented.</summary>
    public bool IsOver => _state == State.Over && Passing == 0;

    /// <summary>Whether Kestrel has read complete frames, so that another one may follow.</summary>
    public bool IsBetweenFrames => _state == State.Frames && Passing == 0;

    /// <summary>Whether a header block has begun whose end has not been received.</summary>
    public bool IsWithinBlock { get; private set; }

    /// <summary>Whether the last call has completed a header block.</summary>
    public bool HasCompletedBlock { get; private set; }

    /// <summary>Examines bytes. The buffer must begin with those that have not been consumed.</summary>
    /// <returns>The position of the first byte that <see cref="Made"/> does not replace.</returns>
    public SequencePosition Examine(in ReadOnlySequence<byte> buffer)
    {
        HasCompletedBlock = false;
        IsWithinBlock = _blocks.IsOpen;
        if (_state == State.Preface && !TryPassPreface(buffer))
        {
            return Made.Count > 0 ? buffer.End : buffer.Start;
        }

        return IsFollowedByBlock(buffer) && Passing <= MostCopied ? Rewrite(buffer) : buffer.Start;
    }

    /// <summary>Removes bytes that have passed from the beginning of the buffer.</summary>
    public void Consume(long count) => Passing -= count;

    /// <summary>Writes what Kestrel ends the connection for, with the right error; nothing of the client is read after it.</summary>
    public void Fail(ConnectionFault fault)
    {
        services.Count(fault);
        _state = State.Over;
        Passing = 0;
        if (fault == ConnectionFault.Compression)
        {
            var position = Made.BeginHeaders();
            Made.Append(NotDecodable);
            Made.EndHeaders(position, _blocks.HighestStream + (_blocks.HighestStream % 2 == 0 ? 1 : 2), endsStream: true);
        }
        else
        {
            Made.Append(NotAllowed);
        }
    }

    /// <summary>Returns the memory.</summary>
    public void Release()
    {
        Made.Release();
        _blocks.Release();
    }

    /// <returns><see langword="false"/> if the preface has not been received, or is wrong.</returns>
    private bool TryPassPreface(in ReadOnlySequence<byte> buffer)
    {
        if (Http2Preface.IsAtStartOf(buffer) is not { } isPreface)
        {
            return false;
        }

        _state = isPreface ? State.Frames : State.Over;
        if (isPreface)
        {
            Passing = PrefaceLength;
        }
        else if (!isSecure)
        {
            // Kestrel explains the mistake to clients of HTTP/1.1.
            Passing = long.MaxValue;
        }
        else
        {
            // The client has negotiated HTTP/2. Kestrel would wait until it has as many bytes as the preface.
            services.Count(ConnectionFault.Protocol);
            Made.Append(stackalloc byte[PrefaceLength]);
            return false;
        }

        return true;
    }

    /// <summary>Lets frames pass up to the next part of a header block, or to what has been received.</summary>
    /// <returns>Whether the head of such a part has been received.</returns>
    private bool IsFollowedByBlock(in ReadOnlySequence<byte> buffer)
    {
        while (_state == State.Frames && Passing < buffer.Length && FrameHead.TryRead(buffer.Slice(Passing), out var frame))
        {
            if (frame.Length > services.FrameBytes)
            {
                // Kestrel ends the connection as soon as it reads the frame's head.
                _state = State.Over;
                Passing = long.MaxValue;
                return false;
            }

            if (frame.IsOfBlock || _blocks.IsOpen)
            {
                return true;
            }

            if (buffer.Length - Passing < frame.Whole)
            {
                return false;
            }

            Note(frame, buffer.Slice(Passing));
            Passing += frame.Whole;
        }

        return false;
    }

    /// <summary>Notes what a frame changes that passes.</summary>
    private void Note(in FrameHead frame, in ReadOnlySequence<byte> bytes)
    {
        if (frame.Type == FrameHead.Settings && frame.Has(FrameHead.Ack))
        {
            _blocks.AcknowledgeSettings();
        }
        else if (frame.Type == FrameHead.Settings)
        {
            output.NoteSettings(SettingsFrame.HeaderTableSize(bytes.Slice(FrameHead.Size, frame.Length), services.HeaderTableBytes));
        }
        else if (frame.Type == FrameHead.GoAway)
        {
            output.MarkClosing();
        }
    }

    /// <summary>Writes the frames that Kestrel reads in place of those received: header blocks, and small frames among them.</summary>
    private SequencePosition Rewrite(in ReadOnlySequence<byte> buffer)
    {
        var rest = buffer.Slice(Passing);
        Made.Append(buffer.Slice(0, Passing));
        Passing = 0;
        while (Made.Count < FullBatch && FrameHead.TryRead(rest, out var frame))
        {
            var isOfBlock = frame.IsOfBlock || _blocks.IsOpen;
            if (frame.Length > services.FrameBytes || (!isOfBlock && (frame.Whole > MostCopied || frame.Whole > rest.Length)))
            {
                break;
            }

            var fault = isOfBlock ? _blocks.Check(frame) : ConnectionFault.None;
            if (fault == ConnectionFault.None && frame.Whole > rest.Length)
            {
                IsWithinBlock = true;
                return rest.Start;
            }

            fault = fault == ConnectionFault.None ? Take(frame, rest.Slice(0, frame.Whole)) : fault;
            if (fault != ConnectionFault.None)
            {
                Fail(fault);
                break;
            }

            rest = rest.Slice(frame.Whole);
        }

        IsWithinBlock = _blocks.IsOpen;
        return rest.Start;
    }

    private ConnectionFault Take(in FrameHead frame, in ReadOnlySequence<byte> bytes)
    {
        if (frame.IsOfBlock)
        {
            var fault = _blocks.Take(frame, bytes.Slice(FrameHead.Size), Made);
            HasCompletedBlock |= !_blocks.IsOpen;
            return fault;
        }

        Note(frame, bytes);
        Made.Append(bytes);
        return ConnectionFault.None;
    }
}
