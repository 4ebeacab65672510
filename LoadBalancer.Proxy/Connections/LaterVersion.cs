using System.Buffers;
using System.Runtime.InteropServices;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Requests of HTTP/1.2 to 1.9, which a recipient reads as HTTP/1.1 (RFC 9110 §2.5), but which Kestrel rejects.</summary>
internal static class LaterVersion
{
    /// <summary>Replaces the version of a head by HTTP/1.1, in place. The head has been checked and belongs to the caller.</summary>
    public static void Replace(in ReadOnlySequence<byte> head)
    {
        // Empty lines before the request line are skipped; neither the method nor the target contains a space.
        var reader = new SequenceReader<byte>(head);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        for (var spaces = 0; spaces < 2; spaces++)
        {
            reader.TryAdvanceTo((byte)' ');
        }

        reader.Advance("HTTP/1."u8.Length);
        MemoryMarshal.AsMemory(head.Slice(reader.Position, 1).First).Span[0] = (byte)'1';
    }
}
