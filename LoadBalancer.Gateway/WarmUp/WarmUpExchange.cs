using System.Text;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>A request of the warm-up, and its server's response. Immutable.</summary>
internal sealed class WarmUpExchange
{
    private const int Small = 100;

    /// <summary>The length of a body that is read directly, without the connection's buffer.</summary>
    private const int Large = 16 * 1024;

    private static readonly byte[] End = "\r\n\r\n"u8.ToArray();

    /// <summary>The exchanges, which resemble the most common requests, with the most common ones most often.</summary>
    public static readonly WarmUpExchange[] All =
    [
        new("GET", 0, body: 0, Small),
        new("GET", 1, body: 0, Large),
        new("GET", 2, body: 0, Small),
        new("POST", 3, body: Small, Small),
        new("GET", 4, body: 0, Small),
        new("GET", 5, body: 0, content: null),
        new("GET", 6, body: 0, Small, closes: true),
    ];

    private readonly int _body;
    private readonly int? _content;

    private WarmUpExchange(string method, int number, int body, int? content, bool closes = false)
    {
        _body = body;
        _content = content;
        Closes = closes;
        var length = body > 0 ? $"Content-Length: {body}\r\n" : "";
        Request = Encoding.ASCII.GetBytes(
            $"{method} /{number}?q=1 HTTP/1.1\r\nHost: warm-up\r\nUser-Agent: warm-up\r\nAccept: */*\r\nAccept-Encoding: gzip, br\r\n"
            + $"Cookie: a=b\r\nX-Request-Id: {number}\r\n{length}\r\n{new string('b', body)}");
        Response = Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nCache-Control: no-store\r\n"
            + (closes ? "Connection: close\r\n" : "")
            + (content is { } count
                ? $"Content-Length: {count}\r\n\r\n{new string('c', count)}"
                : $"Transfer-Encoding: chunked\r\n\r\n{Small:x}\r\n{new string('c', Small)}\r\n0\r\n\r\n"));
        FirstPart = content is null ? Response.Span.IndexOf(End) + End.Length : Response.Length;
    }

    public ReadOnlyMemory<byte> Request { get; }

    public ReadOnlyMemory<byte> Response { get; }

    /// <summary>The length of the part of the response that is sent first, before a pause.</summary>
    public int FirstPart { get; }

    /// <summary>Whether the server closes the connection after the response, so that another one is opened.</summary>
    public bool Closes { get; }

    /// <summary>Finds the exchange of a request that a server has received; <see langword="null"/> until the request is complete.</summary>
    public static WarmUpExchange? Find(ReadOnlySpan<byte> request) =>
        request.IndexOf(End) is > 0 and var head
            && All.ElementAtOrDefault(request[request.IndexOf((byte)'/') + 1] - '0') is { } exchange
            && request.Length >= head + End.Length + exchange._body
            ? exchange
            : null;

    /// <summary>Whether a response is complete.</summary>
    public bool IsWhole(ReadOnlySpan<byte> response) =>
        response.IndexOf(End) is > 0 and var head
        && (_content is { } length ? response.Length >= head + End.Length + length : response.EndsWith("\r\n0\r\n\r\n"u8));
}
