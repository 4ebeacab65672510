using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Trailers: harmless ones are forwarded as trailers or dropped; those that affect framing, routing, or processing of a message are
/// rejected. The names of all accepted ones begin with <c>X-Trailer</c>, which must not appear in any head that a server sees.
/// </summary>
internal static class TrailerMessages
{
    private const string Section = "RFC 9112 §7.1.2";
    private const string Limits = "RFC 9110 §6.5.1";
    private const string TooLarge = "RFC 6585 §5";

    public static readonly RequestMessage[] All =
    [
        Good("one", "X-Trailer: 1"),
        Good("two", "X-Trailer: 1", "X-Trailer-Two: 2"),
        Good("of transport security", "X-Trailer: 1", "Strict-Transport-Security: max-age=1"),
        Good("one of them twice", "X-Trailer: 1", "X-Trailer: 2"),
        Good("an empty one", "X-Trailer:"),
        Good("with white space around it", "X-Trailer: \t a \t"),
        Good("that looks like a request line", "X-Trailer: GET /smuggled HTTP/1.1"),
        Accepted(
            "trailer that was announced",
            "RFC 9110 §6.6.2",
            Post("Trailer: X-Trailer\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n"),
            SeenPost("hello")),
        Accepted("trailer after no content", Section, Chunked("0\r\nX-Trailer: 1\r\n\r\n"), SeenPost("")),
        Accepted("trailer after an extension", Section, Chunked("5\r\nhello\r\n0;a=b\r\nX-Trailer: 1\r\n\r\n"), SeenPost("hello")),
        Accepted(
            "trailer that is announced but missing",
            "RFC 9110 §6.6.2",
            Post("Trailer: X-Trailer\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"),
            SeenPost("hello")),

        Late("Transfer-Encoding", "chunked"),
        Late("transfer-encoding", "gzip"),
        Late("Content-Length", "5"),
        Late("content-length", "44"),
        Late("Host", "b.test"),
        Late("Trailer", "X"),
        Late("Connection", "close"),
        Late("Keep-Alive", "timeout=5"),
        Late("Upgrade", "websocket"),
        Late("TE", "trailers"),
        Late("Expect", "100-continue"),
        Late("Max-Forwards", "0"),
        Late("Authorization", "Basic YTpi"),
        Late("Proxy-Authorization", "Basic YTpi"),
        Late("Cookie", "session=1"),
        Late("Set-Cookie", "session=1"),
        Late("Content-Type", "text/html"),
        Late("Content-Encoding", "gzip"),
        Late("Content-Range", "bytes 0-1/2"),
        Late("Cache-Control", "no-store"),
        Late("Range", "bytes=0-1"),
        Late("Forwarded", "for=6.6.6.6"),
        Late("X-Forwarded-For", "6.6.6.6"),
        Late("X-Forwarded-Host", "b.test"),
        Late("X-Forwarded-Proto", "https"),
        BrokenOff("trailer Content-Length after a harmless one", Limits, Trailers("X-Trailer: 1", "Content-Length: 5")),

        Bad("without a name", "RFC 9110 §5.1", ": a"),
        Bad("without a colon", "RFC 9112 §5.1", "X-Trailer"),
        Bad("with a space before its colon", "RFC 9112 §5.1", "X-Trailer : a"),
        Bad("with a space in its name", "RFC 9110 §5.6.2", "X Trailer: a"),
        Bad("with a parenthesis in its name", "RFC 9110 §5.6.2", "X(Trailer): a"),
        Bad("with NUL in its name", "RFC 9110 §5.6.2", "X\0: a"),
        Bad("with a name in Latin-1", "RFC 9110 §5.6.2", "X-\u00e9: a"),
        Bad("with NUL in its value", "RFC 9110 §5.5", "X-Trailer: a\0b"),
        Bad("with an escape character in its value", "RFC 9110 §5.5", "X-Trailer: \u001b[1m"),
        Bad("with DEL in its value", "RFC 9110 §5.5", "X-Trailer: \u007f"),
        Bad("with CR in its value", "RFC 9112 §2.2", "X-Trailer: a\rb"),
        Bad("with LF in its value", "RFC 9112 §2.2", "X-Trailer: a\nb"),
        Bad("with CR after it", "RFC 9112 §2.2", "X-Trailer: a\r"),
        Bad("after LF in another", "RFC 9112 §2.2", "X-Trailer: a\nX-Trailer-Two: b"),
        Bad("that is folded", "RFC 9112 §5.2", "X-Trailer: a\r\n b"),
        Bad("with a space before it", "RFC 9112 §5.2", " X-Trailer: a"),
        Bad("of white space", "RFC 9112 §5.2", "  "),
        Bad("of a request line", "RFC 9112 §5.1", "GET /smuggled HTTP/1.1"),
        BrokenOff("trailer before LF alone", "RFC 9112 §2.2", Chunked("5\r\nhello\r\n0\r\nX-Trailer: a\n\r\n")),
        BrokenOff("trailers that end in LF alone", "RFC 9112 §2.2", Chunked("5\r\nhello\r\n0\r\nX-Trailer: a\r\n\n")),
        BrokenOff("trailers that end in CR alone", "RFC 9112 §2.2", Chunked("5\r\nhello\r\n0\r\nX-Trailer: a\r\n\r")),
        BrokenOff("trailer that hides a request after LF LF", "RFC 9112 §2.2", Chunked($"5\r\nhello\r\n0\r\nX-Trailer: a\n\n{Smuggled}")),
        BrokenOff("1,000 trailers", TooLarge, Trailers([.. Enumerable.Range(0, 1_000).Select(i => $"X-Trailer-{i}: 1")]), 400, 431),
        BrokenOff("trailer of 100,000 letters", TooLarge, Trailers($"X-Trailer: {new string('x', 100_000)}"), 400, 431),
        BrokenOff("trailer whose name has 100,000 letters", TooLarge, Trailers($"{new string('x', 100_000)}: 1"), 400, 431),
    ];

    private static RequestMessage Good(string what, params string[] trailers) =>
        Accepted($"trailers: {what}", Section, Trailers(trailers), SeenPost("hello"));

    private static RequestMessage Late(string name, string value) =>
        BrokenOff($"trailer {name}", Limits, Trailers($"{name}: {value}"));

    private static RequestMessage Bad(string what, string rfc, string trailer) =>
        BrokenOff($"trailer {what}", rfc, Trailers(trailer));
}
