using System.Buffers;
using System.Text;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Tests.Functional.Relay;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>Reads a server's bytes with the gateway's own parts, composed as in the relay but without sockets.</summary>
internal static class ScannedResponse
{
    /// <param name="text">Everything that arrives until the connection ends.</param>
    /// <param name="isForHead">Whether it responds to a HEAD request.</param>
    /// <param name="parts">How many bytes arrive at a time.</param>
    /// <returns>The response, or <see langword="null"/> if the client receives 502.</returns>
    public static ReadResponse? Read(string text, bool isForHead, int parts)
    {
        var bytes = Encoding.Latin1.GetBytes(text).AsMemory();
        var head = new ResponseHead();
        do
        {
            if (!TryReadHead(head, ref bytes, parts, out var whole))
            {
                return null;
            }

            if (!head.IsInterim)
            {
                return ReadContent(whole, head, bytes, isForHead, parts);
            }
        }
        while (head.Status != 101);

        return null;
    }

    private static bool TryReadHead(ResponseHead head, ref Memory<byte> bytes, int parts, out ReadResponse whole)
    {
        whole = new("", 0, "", [], "", []);
        for (var length = Math.Min(parts, bytes.Length); ; length = Math.Min(length + parts, bytes.Length))
        {
            if (!head.TryRead(bytes.Span[..length], out var isWhole))
            {
                return false;
            }

            if (isWhole)
            {
                whole = new(head.IsHttp11 ? "HTTP/1.1" : "HTTP/1.0", head.Status, "", FieldsOf(head, bytes.Span), "", []);
                bytes = bytes[head.Length..];
                return true;
            }

            if (length == bytes.Length)
            {
                return false;
            }
        }
    }

    private static string[] FieldsOf(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        var fields = new List<string>();
        foreach (ref readonly var field in head.Fields.All)
        {
            fields.Add($"{Encoding.Latin1.GetString(bytes.Slice(field.Start, field.NameLength))}: "
                + $"{Encoding.Latin1.GetString(bytes.Slice(field.ValueStart, field.ValueLength))}");
        }

        return [.. fields];
    }

    private static ReadResponse ReadContent(ReadResponse response, ResponseHead head, Memory<byte> bytes, bool isForHead, int parts)
    {
        var decoder = new ContentDecoder();
        if (isForHead || head.Status is 204 or 304)
        {
            decoder.BeginLength(0);
        }
        else if (head.ContentLength is { } length)
        {
            decoder.BeginLength(length);
        }
        else if (head.IsChunked)
        {
            decoder.BeginChunks(dropsTrailers: true);
        }
        else
        {
            decoder.BeginUntilClose();
        }

        var content = new StringBuilder();
        while (bytes.Length > 0 && !decoder.IsDone && decoder.MessageError == MessageError.None)
        {
            var piece = new ReadOnlySequence<byte>(bytes[..Math.Min(parts, bytes.Length)]);
            var before = piece.Length;
            content.Append(Encoding.Latin1.GetString(decoder.Take(ref piece)));
            bytes = bytes[(int)(before - piece.Length)..];
        }

        var isWhole = decoder.MessageError == MessageError.None && (decoder.IsDone || decoder.EndsWithConnection);
        var trailers = isWhole && head.IsChunked && decoder.Trailers.Length > 0
            ? Encoding.Latin1.GetString(decoder.Trailers.Span)[..^2].Split("\r\n")
            : [];
        return response with
        {
            Content = content.ToString(),
            IsWhole = isWhole,
            Rest = Encoding.Latin1.GetString(bytes.Span),
            Trailers = trailers,
        };
    }
}
