using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Changes a head, in place, where Kestrel would reject or misread a valid request.</summary>
internal static class HeadCorrections
{
    /// <summary>Changes a head that has been checked and belongs to the caller.</summary>
    /// <param name="buffer">The bytes from the beginning of the head, all of which they contain.</param>
    /// <param name="head">The head as parsed, which stays as it was received.</param>
    public static void Apply(in ReadOnlySequence<byte> buffer, RequestHead head)
    {
        if (head.IsLaterThanHttp11)
        {
            ReplaceVersion(buffer);
        }

        if (SchemeOf(head.Target) is { IsEmpty: false } scheme)
        {
            LowerScheme(buffer, scheme.Length);
        }
    }

    /// <summary>Replaces HTTP/1.2 to 1.9 by HTTP/1.1, as which a recipient reads them (RFC 9110 §2.5).</summary>
    private static void ReplaceVersion(in ReadOnlySequence<byte> buffer)
    {
        var reader = AtTarget(buffer);
        reader.TryAdvanceTo((byte)' ');
        reader.Advance("HTTP/1."u8.Length);
        foreach (var part in buffer.Slice(reader.Position, 1))
        {
            MemoryMarshal.AsMemory(part).Span.Fill((byte)'1');
        }
    }

    /// <summary>Converts the scheme of a target in absolute form to lower case; schemes are case-insensitive (RFC 3986 §3.1).</summary>
    private static void LowerScheme(in ReadOnlySequence<byte> buffer, int length)
    {
        foreach (var part in buffer.Slice(AtTarget(buffer).Position, length))
        {
            Ascii.ToLowerInPlace(MemoryMarshal.AsMemory(part).Span, out _);
        }
    }

    /// <summary>Returns the scheme of a target in absolute form; empty for the other forms.</summary>
    private static ReadOnlySpan<byte> SchemeOf(ReadOnlySpan<byte> target) =>
        target[0] != (byte)'/' && target.IndexOf("://"u8) is > 0 and var length ? target[..length] : [];

    /// <summary>Empty lines before the request line are skipped; neither the method nor the target contains a space.</summary>
    private static SequenceReader<byte> AtTarget(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        reader.TryAdvanceTo((byte)' ');
        return reader;
    }
}
