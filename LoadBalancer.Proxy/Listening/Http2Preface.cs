using System.Buffers;

namespace LoadBalancer.Proxy.Listening;

/// <summary>The connection preface of a client with prior knowledge of HTTP/2 (RFC 9113 §3.4).</summary>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Bytes => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether the bytes begin with the preface; <see langword="null"/> if more bytes are needed to determine this.</summary>
    public static bool? IsAtStartOf(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[Bytes.Length];
        start = start[..(int)Math.Min(bytes.Length, Bytes.Length)];
        bytes.Slice(0, start.Length).CopyTo(start);
        return !Bytes.StartsWith(start) ? false : start.Length == Bytes.Length ? true : null;
    }
}
