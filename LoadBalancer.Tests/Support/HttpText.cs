using System.Text;

namespace LoadBalancer.Tests.Support;

/// <summary>Reads and writes HTTP/1.1 in its wire format.</summary>
internal static class HttpText
{
    public const string EmptyResponse = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    public static async Task WriteTextAsync(this Stream stream, string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Reads up to and including the empty line; returns less if the peer closes the connection first.</summary>
    public static async Task<string> ReadHeadAsync(this Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(EndOfHead.Length).SequenceEqual(EndOfHead) && await stream.ReadAsync(one, cancellationToken) > 0)
        {
            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }

    /// <summary>Sends a request whose responses have no content again and again, until a response announces the close.</summary>
    /// <returns>That response; an empty text if the connection was closed without it.</returns>
    public static async Task<string> RequestUntilClosedAsync(this Stream stream, string request, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await stream.WriteTextAsync(request, cancellationToken);
                var head = await stream.ReadHeadAsync(cancellationToken);
                if (head.Length == 0 || head.FieldsNamed("Connection").Contains("close", StringComparer.Ordinal))
                {
                    return head;
                }
            }
        }
        catch (IOException)
        {
            // The peer reset the connection, since it had closed it before the request arrived.
            return "";
        }
    }

    /// <summary>Reads until the peer closes or resets the connection.</summary>
    public static async Task<string> ReadToEndAsync(this Stream stream, CancellationToken cancellationToken)
    {
        var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all, cancellationToken);
        }
        catch (IOException)
        {
            // The peer reset the connection instead of closing it; the bytes received so far count.
        }

        return Encoding.Latin1.GetString(all.ToArray());
    }

    public static string[] FieldsNamed(this string head, string name) =>
        [.. head.Split("\r\n").Skip(1)
            .Select(line => line.Split(':', 2))
            .Where(field => field.Length == 2 && string.Equals(field[0], name, StringComparison.OrdinalIgnoreCase))
            .Select(field => field[1].Trim())];
}
