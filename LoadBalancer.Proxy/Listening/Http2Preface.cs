using System.Buffers;

namespace LoadBalancer.Proxy.Listening;

/// <summary>What a client that knows that it is speaking HTTP/2 begins with (RFC 9113 §3.4).</summary>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Bytes => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether bytes begin with it; <see langword="null"/> where more of them must come to tell.</summary>
    public static bool? IsAtStartOf(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[Bytes.Length];
        start = start[..(int)Math.Min(bytes.Length, Bytes.Length)];
        bytes.Slice(0, start.Length).CopyTo(start);
        return !Bytes.StartsWith(start) ? false : start.Length == Bytes.Length ? true : null;
    }
}
