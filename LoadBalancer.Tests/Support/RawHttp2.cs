using System.Globalization;

namespace LoadBalancer.Tests.Support;

/// <summary>Sends one HTTP/2 request with arbitrary fields on its own connection.</summary>
internal static class RawHttp2
{
    private const int Stream = 1;
    private const int LongestFrame = 16_384;
    private const byte Continuation = 9;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>SETTINGS_HEADER_TABLE_SIZE of 0, so that responses can be decoded without a dynamic table.</summary>
    private static readonly Http2Frame Settings = new(Http2Frame.Settings, 0, 0, [0, 1, 0, 0, 0, 0]);

    /// <summary>Returns the pseudo-header fields of a GET request.</summary>
    public static (string Name, string Value)[] Get(string path = "/", string scheme = "http") =>
        [(":method", "GET"), (":scheme", scheme), (":path", path), (":authority", "a.test")];

    /// <summary>Sends a request without a body.</summary>
    /// <returns>The status, or <c>reset</c>, <c>goaway</c>, or <c>closed</c>.</returns>
    public static async Task<string> SendAsync(
        Stream stream, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(Preface, cancellationToken);
            await Settings.WriteAsync(stream, cancellationToken);
            var block = Hpack.Encode(fields);
            for (var start = 0; start < block.Length; start += LongestFrame)
            {
                var end = Math.Min(start + LongestFrame, block.Length);
                var flags = (byte)((start == 0 ? Http2Frame.EndStream : 0) | (end == block.Length ? Http2Frame.EndHeaders : 0));
                await new Http2Frame(start == 0 ? Http2Frame.Headers : Continuation, flags, Stream, block[start..end]).WriteAsync(
                    stream, cancellationToken);
            }

            return await ReadAsync(stream, cancellationToken);
        }
        catch (IOException)
        {
            return "closed";
        }
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await Http2Frame.ReadAsync(stream, cancellationToken) is { } frame)
        {
            switch (frame.Type)
            {
                case Http2Frame.Reset:
                    return "reset";
                case Http2Frame.GoAway:
                    return "goaway";
                case Http2Frame.Headers:
                    return Hpack.StatusOf(frame.Payload).ToString(CultureInfo.InvariantCulture);
            }
        }

        return "closed";
    }
}
