using System.Buffers;
using System.Buffers.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>Encodes a body in chunks (RFC 9112 §7.1).</summary>
internal static class ChunkFraming
{
    /// <summary>The size of a chunk's framing: eight digits and a line end before the data, and a line end after it.</summary>
    public const int Overhead = 12;

    /// <summary>The size of the end without trailers; see <see cref="WriteEnd"/>.</summary>
    public const int EndLength = 5;

    /// <summary>Writes a chunk, which must not be empty.</summary>
    public static void Write(ref SpanWriter writer, in ReadOnlySequence<byte> content)
    {
        Utf8Formatter.TryFormat((int)content.Length, writer.Rest, out var digits, 'x');
        writer.Advance(digits);
        writer.Write("\r\n"u8);
        content.CopyTo(writer.Rest);
        writer.Advance((int)content.Length);
        writer.Write("\r\n"u8);
    }

    /// <summary>Writes the last chunk and the trailers.</summary>
    public static void WriteEnd(ref SpanWriter writer, ReadOnlySpan<byte> trailers)
    {
        writer.Write("0\r\n"u8);
        writer.Write(trailers);
        writer.Write("\r\n"u8);
    }
}
