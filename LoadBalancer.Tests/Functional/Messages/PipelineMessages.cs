using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Several requests in a row: each begins where the previous one ends, and nothing is read after a bad one.</summary>
internal static class PipelineMessages
{
    private const string Pipeline = "RFC 9112 §9.3.2";
    private const string Framing = "RFC 9112 §6.3";
    private const string EmptyLine = "RFC 9112 §2.2";
    private const string Close = "RFC 9112 §9.6";
    private const string Persistence = "RFC 9112 §9.3";
    private const string Upgrade = "RFC 9110 §7.8";

    private static readonly string First = Line("GET /1 HTTP/1.1");
    private static readonly string Second = Line("GET /2 HTTP/1.1");

    public static readonly RequestMessage[] All =
    [
        Accepted("two requests", Pipeline, First + Second, SeenGet("/1"), SeenGet("/2")),
        Accepted("ten requests", Pipeline, string.Concat(Enumerable.Repeat(First, 10)), [.. Enumerable.Repeat(SeenGet("/1"), 10)]),
        Accepted(
            "requests for two hosts",
            Pipeline,
            First + "GET /2 HTTP/1.1\r\nHost: b.test\r\n\r\n",
            SeenGet("/1"),
            SeenGet("/2") with { Host = "b.test" }),
        Accepted("content, then a request", Framing, Post("Content-Length: 5", "hello") + Second, SeenPost("hello"), SeenGet("/2")),
        Accepted(
            "content of GET, then a request",
            Framing,
            $"{Get("Content-Length: 5")}hello{Second}",
            new SeenRequest("GET", "/", "hello"),
            SeenGet("/2")),
        Accepted("length of 0, then a request", Framing, Post("Content-Length: 0", "") + Second, SeenPost(""), SeenGet("/2")),
        Accepted("POST without a length, then a request", Framing, Line("POST / HTTP/1.1") + Second, SeenPost(""), SeenGet("/2")),
        Accepted("chunks, then a request", Framing, Chunked("5\r\nhello\r\n0\r\n\r\n") + Second, SeenPost("hello"), SeenGet("/2")),
        Accepted("chunks and trailers, then a request", Framing, Trailers("X-Trailer: 1") + Second, SeenPost("hello"), SeenGet("/2")),
        Accepted(
            "chunks twice",
            Framing,
            string.Concat(Enumerable.Repeat(Chunked("5\r\nhello\r\n0\r\n\r\n"), 2)),
            SeenPost("hello"),
            SeenPost("hello")),
        Accepted("HEAD, then a request", Pipeline, Line("HEAD /1 HTTP/1.1") + Second, new SeenRequest("HEAD", "/1"), SeenGet("/2")),
        Accepted("empty line between requests", EmptyLine, $"{First}\r\n{Second}", SeenGet("/1"), SeenGet("/2")),
        Accepted(
            "empty line after content, an old habit",
            EmptyLine,
            $"{Post("Content-Length: 5", "hello")}\r\n{Second}",
            SeenPost("hello"),
            SeenGet("/2")),
        Accepted(
            "empty line before each of three requests",
            EmptyLine,
            $"\r\n{First}\r\n{First}\r\n{Second}",
            SeenGet("/1"),
            SeenGet("/1"),
            SeenGet("/2")),
        Accepted(
            "kept alive in HTTP/1.0",
            Persistence,
            $"GET /1 HTTP/1.0\r\nHost: a.test\r\nConnection: keep-alive\r\n\r\n{Second}",
            SeenGet("/1"),
            SeenGet("/2")),
        Accepted("upgrade to an unknown protocol", Upgrade, Get("Connection: Upgrade", "Upgrade: frobnicate"), SeenGet()) with
        {
            ConnectionState = ConnectionState.Either,
        },
        Accepted(
            "upgrade to h2c",
            "RFC 9113 §3.1",
            Get("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
            SeenGet()) with
        {
            ConnectionState = ConnectionState.Either,
        },

        Accepted(
            "upgrade in HTTP/1.0, kept alive",
            Upgrade,
            $"GET /1 HTTP/1.0\r\nHost: a.test\r\nConnection: Upgrade, keep-alive\r\nUpgrade: websocket\r\n\r\n{Second}",
            SeenGet("/1"),
            SeenGet("/2")),
        AcceptedAndClosed(
            "upgrade in HTTP/1.0 with content",
            Upgrade,
            "POST / HTTP/1.0\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello",
            SeenPost("hello")),
        Declined(
            "upgrade in HTTP/1.0 without a length",
            Upgrade,
            "POST / HTTP/1.0\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
            400),

        AcceptedAndClosed("to be closed, then a request", Close, Get("Connection: close") + Second, SeenGet()),
        AcceptedAndClosed("to be closed in a list, then a request", Close, Get("Connection: x, Close") + Second, SeenGet()),
        AcceptedAndClosed("HTTP/1.0, then a request", Persistence, Line("GET /1 HTTP/1.0") + Second, SeenGet("/1")),
        AcceptedAndClosed("to be closed, then malformed bytes", Close, $"{Get("Connection: close")}\0\0\0\r\n\r\n", SeenGet()),

        RejectedAfter("length shorter than the content", Framing, Post("Content-Length: 3", "hello\r\n\r\n"), SeenPost("hel")),
        RejectedAfter("length of 0 before content", Framing, Post("Content-Length: 0", "hello\r\n\r\n"), SeenPost("")),
        RejectedAfter("no length before content", Framing, $"{Line("POST / HTTP/1.1")}hello\r\n\r\n", SeenPost("")),
        RejectedAfter("content after the last chunk", Framing, Chunked("5\r\nhello\r\n0\r\n\r\nhello\r\n\r\n"), SeenPost("hello")),
        RejectedAfter("chunk after the last chunk", Framing, Chunked("5\r\nhello\r\n0\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), SeenPost("hello")),
        RejectedAfter("two empty lines between requests", EmptyLine, $"{First}\r\n\r\n{Second}", SeenGet("/1")),
        RejectedAfter("LF between requests", EmptyLine, $"{First}\n{Second}", SeenGet("/1")),
        RejectedAfter("CR between requests", EmptyLine, $"{First}\r{Second}", SeenGet("/1")),
        RejectedAfter("space between requests", "RFC 9112 §3", $"{First} {Second}", SeenGet("/1")),
        RejectedAfter("NUL between requests", "RFC 9112 §3", $"{First}\0{Second}", SeenGet("/1")),
        RejectedAfter("good, bad, good", Pipeline, $"{First}GET / HTTP/1.1\r\n\r\n{Second}", SeenGet("/1")),
        RejectedAfter(
            "two good, a bad coding, a good one",
            Pipeline,
            First + First + Post("Transfer-Encoding: gzip", Second),
            SeenGet("/1"),
            SeenGet("/1")),
        RejectedAfter(
            "good content, then a bad length",
            Pipeline,
            Post("Content-Length: 5", "hello") + Post("Content-Length: 5, 5", "hello"),
            SeenPost("hello")),
        RejectedAfter("good chunks, then a bad size", Pipeline, Chunked("5\r\nhello\r\n0\r\n\r\n") + Chunked("5 \r\nhello\r\n0\r\n"
            + "\r\n"), SeenPost("hello")) with { Outcome = MessageOutcome.BrokenOff },
        RejectedAfter(
            "good chunks, then an ambiguous request with one in it",
            Pipeline,
            Chunked("5\r\nhello\r\n0\r\n\r\n") + Post("Content-Length: 5\r\nTransfer-Encoding: chunked", $"0\r\n\r\n{Smuggled}"),
            SeenPost("hello")),
        RejectedAfter(
            "good, then a TLS handshake",
            Pipeline,
            $"{First}\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000\r\n",
            SeenGet("/1")),
        Rejected("a TLS handshake", "RFC 9112 §3", "\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000\r\n"),
        Rejected("a request of another protocol", "RFC 9112 §3", "EHLO a.test\r\nMAIL FROM:<a@a.test>\r\n\r\n"),
    ];
}
