using System.Buffers;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Hpack;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Decodes and checks the header blocks of a connection, and encodes them for Kestrel, without its dynamic table. In place of a block that
/// is rejected, Kestrel gets a short one with the <see cref="RejectionMark"/>. Not thread-safe.
/// </summary>
internal sealed class HeaderBlocks(bool isSecure, Http2GateServices services)
{
    /// <summary>The most frames of one block. No client needs so many for a block within the limit of its bytes.</summary>
    private const int MostFrames = 64;

    /// <summary>The most bytes that a rejected block has, beside the name of its mark.</summary>
    private const int LongestRejection = 64;

    private readonly HpackDecoder _decoder = new(services.HeaderTableBytes);
    private readonly FieldSectionRules _rules = new(services.HeadLimits);
    private byte[] _fragments = [];
    private int _length;
    private int _frames;
    private int _stream;
    private bool _endsStream;

    /// <summary>Whether a block has begun, so that only its next part may follow.</summary>
    public bool IsOpen => _stream != 0;

    /// <summary>The highest stream that a client has opened.</summary>
    public int HighestStream { get; private set; }

    /// <summary>Applies the size of the table that the client has acknowledged.</summary>
    public void AcknowledgeSettings() => _decoder.AcknowledgeSettings();

    /// <summary>Checks a frame of which perhaps only the head has been received.</summary>
    public ConnectionFault Check(in FrameHead frame) =>
        frame.Type == FrameHead.Headers
            ? IsOpen || frame.Stream % 2 == 0 ? ConnectionFault.Protocol
                : frame.Length > services.MostBlockBytes ? ConnectionFault.BlockSize
                : ConnectionFault.None
        : frame.Type != FrameHead.Continuation || frame.Stream != _stream || !IsOpen ? ConnectionFault.Protocol
        : _length + frame.Length > services.MostBlockBytes || _frames >= MostFrames ? ConnectionFault.BlockSize
        : ConnectionFault.None;

    /// <summary>Processes the payload of a frame that has been checked; writes the block's frames when it is complete.</summary>
    public ConnectionFault Take(in FrameHead frame, ReadOnlySequence<byte> payload, FrameBuffer output)
    {
        if (frame.Type == FrameHead.Headers)
        {
            if (!TryStrip(frame, ref payload))
            {
                return ConnectionFault.Protocol;
            }

            (_stream, _endsStream, _length, _frames) = (frame.Stream, frame.Has(FrameHead.EndStream), 0, 0);
            if (frame.Has(FrameHead.EndHeaders) && payload.IsSingleSegment)
            {
                return Complete(payload.FirstSpan, output);
            }
        }

        Keep(payload);
        return frame.Has(FrameHead.EndHeaders) ? Complete(_fragments.AsSpan(0, _length), output) : ConnectionFault.None;
    }

    /// <summary>Returns the memory of a block that has not been completed.</summary>
    public void Release()
    {
        if (_fragments.Length > 0)
        {
            _fragments.AsSpan(0, _length).Clear();
            ArrayPool<byte>.Shared.Return(_fragments);
            _fragments = [];
        }

        _length = 0;
    }

    /// <summary>Removes the padding and the priority, which nothing uses (RFC 9113 §6.2).</summary>
    private static bool TryStrip(in FrameHead frame, ref ReadOnlySequence<byte> payload)
    {
        var padding = 0;
        if (frame.Has(FrameHead.Padded))
        {
            if (payload.IsEmpty)
            {
                return false;
            }

            padding = payload.FirstSpan[0];
            payload = payload.Slice(1);
        }

        var priority = frame.Has(FrameHead.Priority) ? 5 : 0;
        if (payload.Length < padding + priority)
        {
            return false;
        }

        payload = payload.Slice(priority, payload.Length - padding - priority);
        return true;
    }

    private void Keep(in ReadOnlySequence<byte> payload)
    {
        var length = (int)payload.Length;
        if (_length + length > _fragments.Length)
        {
            var grown = ArrayPool<byte>.Shared.Rent((_length + length) * 2);
            _fragments.AsSpan(0, _length).CopyTo(grown);
            var kept = _length;
            Release();
            (_fragments, _length) = (grown, kept);
        }

        payload.CopyTo(_fragments.AsSpan(_length));
        _length += length;
        _frames++;
    }

    private ConnectionFault Complete(ReadOnlySpan<byte> block, FrameBuffer output)
    {
        var position = output.BeginHeaders();
        var isTrailers = _stream <= HighestStream;
        var error = MessageError.None;
        _rules.Begin(isTrailers);
        using (var reader = new HpackReader(_decoder, block))
        {
            while (reader.TryRead(out var field))
            {
                error = error == MessageError.None ? Take(field, output) : error;
            }

            if (reader.Error != HpackError.None)
            {
                output.Truncate(position - FrameHead.Size);
                return ConnectionFault.Compression;
            }
        }

        error = error == MessageError.None ? _rules.End() : error;
        if (error != MessageError.None)
        {
            output.Truncate(position);
            WriteRejection(output, error, isTrailers);
            services.Count(error);
        }

        output.EndHeaders(position, _stream, _endsStream);
        HighestStream = Math.Max(HighestStream, _stream);
        _stream = 0;
        Release();
        return ConnectionFault.None;
    }

    private MessageError Take(in HpackField field, FrameBuffer output)
    {
        var error = _rules.Add(field.Name, field.Value);
        if (error == MessageError.None && !_rules.IsRedundant)
        {
            output.Advance(HpackWriter.Write(output.Reserve(field.Name.Length + field.Value.Length + HpackWriter.MostOverhead), field));
        }

        return error;
    }

    private void WriteRejection(FrameBuffer output, MessageError error, bool isTrailers)
    {
        var mark = services.Mark.Ascii.Span;
        var destination = output.Reserve(LongestRejection + mark.Length);
        var count = 0;
        if (!isTrailers)
        {
            count += HpackWriter.Write(destination, _rules.IsHead
                ? new() { NameIndex = StaticTable.MethodGet, Value = "HEAD"u8 }
                : new() { NameIndex = StaticTable.MethodGet, IsStatic = true });
            count += HpackWriter.Write(
                destination[count..], new() { NameIndex = isSecure ? StaticTable.SchemeHttps : StaticTable.SchemeHttp, IsStatic = true });
            count += HpackWriter.Write(destination[count..], new() { NameIndex = StaticTable.PathRoot, IsStatic = true });
            count += HpackWriter.Write(destination[count..], new() { NameIndex = StaticTable.Authority, Value = "rejected"u8 });
        }

        Span<byte> value = stackalloc byte[sizeof(int)];
        count += HpackWriter.Write(destination[count..], new() { Name = mark, Value = value[..RejectionMark.Write(value, error)] });
        output.Advance(count);
    }
}
