using System.Buffers.Binary;

namespace LoadBalancer.Http.WebSockets;

/// <summary>
/// Follows the frames of one direction of a WebSocket (RFC 6455 §5.2), so that it is known where a frame ends: only there may another one
/// be inserted. Does not check the frames, which are the business of the two ends. Not thread-safe; does not allocate.
/// </summary>
internal sealed class FrameTracker
{
    private const int ShortestHead = 2;
    private const int LongestHead = 14;
    private const int MaskLength = 4;
    private const int LengthMask = 0x7f;
    private const int MaskBit = 0x80;
    private const int OpcodeMask = 0x0f;
    private const int CloseOpcode = 8;
    private const int Length16 = 126;
    private const int Length64 = 127;

    private readonly byte[] _head = new byte[LongestHead];
    private int _headLength;
    private ulong _payloadLeft;

    /// <summary>Whether the bytes so far end with a whole frame, or there were none.</summary>
    public bool IsAtBoundary => _headLength == 0;

    /// <summary>Whether a whole close frame has passed; no frame may follow it (§5.5.1).</summary>
    public bool HasClosed { get; private set; }

    /// <summary>Follows bytes that pass.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[PassFrame(bytes)..];
        }
    }

    /// <summary>Follows bytes until the current frame ends.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The number of bytes up to the end of the frame; all of them if the frame does not end within them.</returns>
    public int PassFrame(ReadOnlySpan<byte> bytes)
    {
        var passed = 0;
        while (!IsInPayload)
        {
            if (passed == bytes.Length || (TryEndHead(bytes[passed++]) && !IsInPayload))
            {
                return passed;
            }
        }

        var payload = (int)Math.Min((ulong)(bytes.Length - passed), _payloadLeft);
        _payloadLeft -= (ulong)payload;
        if (_payloadLeft == 0)
        {
            EndFrame();
        }

        return passed + payload;
    }

    private bool IsInPayload => _payloadLeft > 0;

    private int WholeHeadLength => ShortestHead
        + ((_head[1] & LengthMask) switch { Length16 => sizeof(ushort), Length64 => sizeof(ulong), _ => 0 })
        + ((_head[1] & MaskBit) != 0 ? MaskLength : 0);

    /// <returns>Whether the byte was the last one of the head.</returns>
    private bool TryEndHead(byte next)
    {
        _head[_headLength++] = next;
        if (_headLength < ShortestHead || _headLength < WholeHeadLength)
        {
            return false;
        }

        _payloadLeft = (_head[1] & LengthMask) switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(ShortestHead)),
            Length64 => BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(ShortestHead)),
            var length => (ulong)length,
        };
        if (_payloadLeft == 0)
        {
            EndFrame();
        }

        return true;
    }

    private void EndFrame()
    {
        HasClosed |= (_head[0] & OpcodeMask) == CloseOpcode;
        _headLength = 0;
    }
}
