using System.Buffers.Binary;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>A WebSocket frame of up to 125 bytes, read independently of the product (RFC 6455 §5.2).</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="IsMasked">Whether the payload was masked.</param>
/// <param name="Payload">The payload, without the mask.</param>
internal sealed record WireFrame(int Opcode, bool IsMasked, byte[] Payload)
{
    private const int Close = 8;
    private const int LongestShort = 125;

    /// <summary>The status of a close frame.</summary>
    public int CloseStatus => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    /// <summary>Returns the first close frame among whole frames; <see langword="null"/> if there is none.</summary>
    public static WireFrame? FirstClose(byte[] bytes) => ReadAll(bytes).FirstOrDefault(frame => frame.Opcode == Close);

    /// <summary>Reads the whole frames.</summary>
    public static IReadOnlyList<WireFrame> ReadAll(byte[] bytes)
    {
        var frames = new List<WireFrame>();
        var at = 0;
        while (bytes.Length - at >= 2)
        {
            var (isMasked, length) = ((bytes[at + 1] & 0x80) != 0, bytes[at + 1] & 0x7f);
            Assert.InRange(length, 0, LongestShort);
            var start = at + 2 + (isMasked ? 4 : 0);
            if (bytes.Length < start + length)
            {
                break;
            }

            var payload = bytes[start..(start + length)];
            for (var i = 0; isMasked && i < length; i++)
            {
                payload[i] ^= bytes[start - 4 + (i % 4)];
            }

            frames.Add(new(bytes[at] & 0x0f, isMasked, payload));
            at = start + length;
        }

        return frames;
    }
}
