using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Connections;

/// <summary>Changes a head, in place, where Kestrel would reject or misread a valid request.</summary>
internal static class HeadCorrections
{
    /// <summary>Changes a head that has been checked and belongs to the caller.</summary>
    /// <param name="buffer">The bytes from the beginning of the head, all of which they contain.</param>
    /// <param name="head">The head as parsed, which stays as it was received.</param>
    /// <param name="mayBecomeTunnel">Whether the request asks for an upgrade that is forwarded.</param>
    public static void Apply(in ReadOnlySequence<byte> buffer, RequestHead head, bool mayBecomeTunnel)
    {
        if (head.IsLaterThanHttp11)
        {
            ReplaceVersion(buffer);
        }

        if (head.IsInAbsoluteForm)
        {
            LowerScheme(buffer, head.Target.IndexOf((byte)':'));
        }

        if (!mayBecomeTunnel && head.Fields.Has(HeaderKind.Connection))
        {
            RemoveUpgrade(buffer, head);
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

    /// <summary>
    /// Overwrites the option <c>upgrade</c> of <c>Connection</c> by spaces, so that an upgrade that is not forwarded, such as any in
    /// HTTP/1.0, is ignored (RFC 9110 §7.8): Kestrel would treat the request as one that may become a tunnel.
    /// </summary>
    private static void RemoveUpgrade(in ReadOnlySequence<byte> buffer, RequestHead head)
    {
        var reader = AtTarget(buffer);
        foreach (ref readonly var field in head.Fields.All)
        {
            // Each field is one line, in the order in which they were received.
            reader.TryAdvanceTo((byte)'\n');
            if (field.Kind != HeaderKind.Connection)
            {
                continue;
            }

            var value = head.ValueOf(field);
            foreach (var range in value.Split((byte)','))
            {
                if (Ascii.EqualsIgnoreCase(HeaderBytes.Trim(value[range]), "upgrade"u8))
                {
                    var (offset, length) = range.GetOffsetAndLength(value.Length);
                    foreach (var part in buffer.Slice(reader.Position).Slice(field.ValueStart - field.Start + offset, length))
                    {
                        MemoryMarshal.AsMemory(part).Span.Fill((byte)' ');
                    }
                }
            }
        }
    }

    /// <summary>Empty lines before the request line are skipped; neither the method nor the target contains a space.</summary>
    private static SequenceReader<byte> AtTarget(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        reader.TryAdvanceTo((byte)' ');
        return reader;
    }
}
