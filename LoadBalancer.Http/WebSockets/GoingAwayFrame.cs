namespace LoadBalancer.Http.WebSockets;

/// <summary>
/// The close frame of an endpoint that goes away (RFC 6455 §5.5.1), status 1001 (§7.4.1), without a reason. Frames to servers are masked,
/// frames to clients are not (§5.1).
/// </summary>
internal static class GoingAwayFrame
{
    /// <summary>The length of the mask.</summary>
    public const int MaskLength = 4;

    /// <summary>The length of the frame to a server.</summary>
    public const int MaskedLength = 8;

    private const byte FinalClose = 0x88;
    private const byte Masked = 0x80;
    private const byte PayloadLength = 2;
    private const byte StatusHigh = 1_001 >> 8;
    private const byte StatusLow = 1_001 & 0xff;

    /// <summary>The frame to a client.</summary>
    public static ReadOnlyMemory<byte> ToClient { get; } = new byte[] { FinalClose, PayloadLength, StatusHigh, StatusLow };

    /// <summary>Writes the frame to a server.</summary>
    /// <param name="target">Gets <see cref="MaskedLength"/> bytes.</param>
    /// <param name="mask">The mask, which must not be predictable (§5.3).</param>
    public static void WriteToServer(Span<byte> target, ReadOnlySpan<byte> mask)
    {
        target[0] = FinalClose;
        target[1] = Masked | PayloadLength;
        mask.CopyTo(target[2..]);
        target[2 + MaskLength] = (byte)(StatusHigh ^ mask[0]);
        target[3 + MaskLength] = (byte)(StatusLow ^ mask[1]);
    }
}
