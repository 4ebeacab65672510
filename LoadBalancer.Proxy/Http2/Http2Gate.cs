using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Sits between the client's bytes and Kestrel's HTTP/2, which ends the whole connection for most faults of a single request. Every header
/// block is decoded and checked here and presented to Kestrel as one that it accepts; all other frames pass unchanged. An error of the
/// connection is presented as a frame that Kestrel responds to with the same error, so that Kestrel alone writes to the client.
/// </summary>
internal sealed class Http2Gate : PipeReader
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

    private static readonly ReadResult Over = new(default, isCanceled: false, isCompleted: true);

    private readonly PipeReader _input;
    private readonly bool _isSecure;
    private readonly Http2GateServices _services;
    private readonly HeaderBlocks _blocks;
    private readonly ReadDeadline _deadline;
    private readonly FrameBuffer _made = new();
    private ReadOnlySequence<byte> _shown;
    private State _state = State.Preface;
    private bool _isWithinBlock;
    private volatile bool _closes;

    /// <summary>How many of the next bytes of the input have been examined and pass unchanged; they need not have been received.</summary>
    private long _passing;

    /// <param name="input">The bytes from the client.</param>
    /// <param name="isSecure">Whether the connection uses TLS.</param>
    /// <param name="services">Services that all gates share.</param>
    public Http2Gate(PipeReader input, bool isSecure, Http2GateServices services)
    {
        _input = input;
        _isSecure = isSecure;
        _services = services;
        _blocks = new(isSecure, services);
        _deadline = new(input, services.TimeProvider);
    }

    private enum State
    {
        /// <summary>The connection preface has not been received.</summary>
        Preface,

        /// <summary>Frames are examined.</summary>
        Frames,

        /// <summary>Kestrel will end the connection because of what is presented, or the client has ended it.</summary>
        Over,
    }

    /// <summary>Ends the connection if a header block has taken too long. Called about once a second, by any thread.</summary>
    public void OnHeartbeat() => _deadline.Check();

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        !_shown.IsEmpty ? new(Shown())
        : _state == State.Over && _passing == 0 ? new(Over)
        : ReadNextAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        if (!_shown.IsEmpty || (_state == State.Over && _passing == 0))
        {
            result = _shown.IsEmpty ? Over : Shown();
            return true;
        }

        result = default;
        return _input.TryRead(out var read) && TryShow(read, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_made.Count > 0)
        {
            _shown = _shown.Slice(consumed);
            if (_shown.IsEmpty)
            {
                _shown = default;
                _made.Release();
            }

            return;
        }

        if (!_shown.IsEmpty)
        {
            _passing -= _shown.Slice(0, consumed).Length;
            _shown = default;
            _input.AdvanceTo(consumed, examined);
        }
    }

    public override void CancelPendingRead()
    {
        _closes = true;
        _input.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null)
    {
        Release();
        _input.Complete(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Release();
        return _input.CompleteAsync(exception);
    }

    private void Release()
    {
        _shown = default;
        _made.Release();
        _blocks.Release();
    }

    private ReadResult Shown() => new(_shown, isCanceled: false, isCompleted: false);

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_isWithinBlock)
            {
                _deadline.BeginMessage(_services.HeadTimeout);
            }
            else
            {
                _deadline.End();
            }

            var read = await _input.ReadAsync(cancellationToken);
            if (_deadline.IsOver)
            {
                _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                _deadline.End();
                Fail(ConnectionFault.BlockTimeout);
                return Shown();
            }

            if (read.IsCanceled && !_closes)
            {
                // A cancellation that was meant for a wait that has already ended.
                _input.AdvanceTo(read.Buffer.Start);
                continue;
            }

            if (TryShow(read, out var result))
            {
                return result;
            }
        }
    }

    private bool TryShow(in ReadResult read, out ReadResult result)
    {
        var buffer = read.Buffer;
        _isWithinBlock = _blocks.IsOpen;
        if (_state == State.Preface && !TryPassPreface(buffer))
        {
            return TryShowMade(read, out result);
        }

        if (IsFollowedByBlock(buffer) && _passing <= MostCopied)
        {
            Rewrite(buffer);
            return TryShowMade(read, out result);
        }

        _shown = buffer.Slice(0, Math.Min(_passing, buffer.Length));
        if (_shown.IsEmpty)
        {
            _input.AdvanceTo(buffer.Start, buffer.End);
            return TryShowMade(read, out result);
        }

        result = new(_shown, read.IsCanceled, isCompleted: false);
        return true;
    }

    /// <summary>Presents what has been written for Kestrel; otherwise the end of the input, or nothing.</summary>
    private bool TryShowMade(in ReadResult read, out ReadResult result)
    {
        if (_made.Count > 0)
        {
            _shown = new(_made.Written);
            result = new(_shown, read.IsCanceled, isCompleted: false);
            return true;
        }

        result = new(default, read.IsCanceled, read.IsCompleted);
        return read.IsCanceled || read.IsCompleted;
    }

    /// <returns><see langword="false"/> if the preface has not been received, or is wrong.</returns>
    private bool TryPassPreface(in ReadOnlySequence<byte> buffer)
    {
        switch (Http2Preface.IsAtStartOf(buffer))
        {
            case true:
                _passing = PrefaceLength;
                _state = State.Frames;
                return true;
            case null:
                _input.AdvanceTo(buffer.Start, buffer.End);
                return false;
            default:
                return PassOtherProtocol(buffer);
        }
    }

    /// <summary>
    /// With TLS, the client has negotiated HTTP/2 and sends something else. Kestrel would wait until it has as many bytes as the preface.
    /// Without TLS, Kestrel explains the mistake to clients of HTTP/1.1.
    /// </summary>
    private bool PassOtherProtocol(in ReadOnlySequence<byte> buffer)
    {
        _state = State.Over;
        if (!_isSecure)
        {
            _passing = long.MaxValue;
            return true;
        }

        _input.AdvanceTo(buffer.End);
        _services.Count(ConnectionFault.Protocol);
        _made.Reserve(PrefaceLength)[..PrefaceLength].Clear();
        _made.Advance(PrefaceLength);
        return false;
    }

    /// <summary>Lets frames pass up to the next part of a header block, or to what has been received.</summary>
    /// <returns>Whether the head of such a part has been received.</returns>
    private bool IsFollowedByBlock(in ReadOnlySequence<byte> buffer)
    {
        while (_state == State.Frames && _passing < buffer.Length && FrameHead.TryRead(buffer.Slice(_passing), out var frame))
        {
            if (frame.Length > _services.FrameBytes)
            {
                // Kestrel ends the connection as soon as it reads the frame's head.
                _state = State.Over;
                _passing = long.MaxValue;
                break;
            }

            if (frame.IsOfBlock || _blocks.IsOpen)
            {
                return true;
            }

            Pass(frame);
            _passing += frame.Whole;
        }

        return false;
    }

    private void Pass(in FrameHead frame)
    {
        if (frame.Type == FrameHead.Settings && frame.Has(FrameHead.Ack))
        {
            _blocks.AcknowledgeSettings();
        }
    }

    /// <summary>Writes the frames that Kestrel reads in place of those received: complete header blocks and small frames among them.</summary>
    private void Rewrite(in ReadOnlySequence<byte> buffer)
    {
        var rest = buffer.Slice(_passing);
        _made.Append(buffer.Slice(0, _passing));
        _passing = 0;
        while (_made.Count < FullBatch && FrameHead.TryRead(rest, out var frame))
        {
            var isOfBlock = frame.IsOfBlock || _blocks.IsOpen;
            if (frame.Length > _services.FrameBytes || (!isOfBlock && (frame.Whole > MostCopied || frame.Whole > rest.Length)))
            {
                break;
            }

            var fault = isOfBlock ? _blocks.Check(frame) : ConnectionFault.None;
            if (fault == ConnectionFault.None && frame.Whole > rest.Length)
            {
                _isWithinBlock = true;
                break;
            }

            fault = fault == ConnectionFault.None ? Take(frame, rest.Slice(0, frame.Whole)) : fault;
            if (fault != ConnectionFault.None)
            {
                Fail(fault);
                break;
            }

            rest = rest.Slice(frame.Whole);
        }

        _isWithinBlock |= _blocks.IsOpen;
        // Without anything to present, the rest is presented again with the bytes after it.
        _input.AdvanceTo(rest.Start, _made.Count > 0 ? rest.Start : buffer.End);
    }

    private ConnectionFault Take(in FrameHead frame, in ReadOnlySequence<byte> bytes)
    {
        if (frame.IsOfBlock)
        {
            var fault = _blocks.Take(frame, bytes.Slice(FrameHead.Size), _made);
            if (!_blocks.IsOpen)
            {
                // The time of the next block begins with that block, even if no read comes between the two.
                _deadline.End();
            }

            return fault;
        }

        Pass(frame);
        _made.Append(bytes);
        return ConnectionFault.None;
    }

    /// <summary>Writes what Kestrel ends the connection for, with the right error; nothing of the client is read after it.</summary>
    private void Fail(ConnectionFault fault)
    {
        _services.Count(fault);
        _state = State.Over;
        _passing = 0;
        if (fault == ConnectionFault.Compression)
        {
            var position = _made.BeginHeaders();
            NotDecodable.CopyTo(_made.Reserve(NotDecodable.Length));
            _made.Advance(NotDecodable.Length);
            _made.EndHeaders(position, _blocks.HighestStream + (_blocks.HighestStream % 2 == 0 ? 1 : 2), endsStream: true);
        }
        else
        {
            NotAllowed.CopyTo(_made.Reserve(NotAllowed.Length));
            _made.Advance(NotAllowed.Length);
        }

        _shown = new(_made.Written);
    }
}
