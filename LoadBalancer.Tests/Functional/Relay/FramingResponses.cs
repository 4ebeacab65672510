using static LoadBalancer.Tests.Functional.Relay.ResponseMessage;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>How a response determines where its body ends.</summary>
internal static class FramingResponses
{
    private const string Rfc = "RFC 9112 §6.3";
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstole";

    public static readonly ResponseMessage[] All =
    [
        Passed("a length of 0", Rfc, With("Content-Length: 0")),
        Passed("a length with zeros before it", Rfc, With("Content-Length: 002", "ok"), content: "ok"),
        Passed("204", Rfc, "HTTP/1.1 204 No Content\r\n\r\n", 204),
        Passed("204 with a length of 0", "RFC 9110 §8.6", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204),
        Passed(
            "304 with the length of the full response", "RFC 9110 §8.6", "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", 304),
        Passed("304 without a length", Rfc, "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n", 304),
        Passed("205 with a length of 0", "RFC 9110 §15.3.6", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", 205),
        Passed("HEAD with a length", "RFC 9110 §9.3.2", With("Content-Length: 100")) with { Method = "HEAD" },
        Passed("HEAD without a length", "RFC 9110 §9.3.2", "HTTP/1.1 200 OK\r\n\r\n") with { Method = "HEAD" },
        Passed("HEAD in chunks", "RFC 9110 §9.3.2", With("Transfer-Encoding: chunked")) with { Method = "HEAD" },
        PassedAndClosed("until the connection ends", Rfc, "HTTP/1.1 200 OK\r\n\r\nhello", content: "hello") with { Closes = true },
        PassedAndClosed("until the connection ends, empty", Rfc, "HTTP/1.1 200 OK\r\n\r\n") with { Closes = true },
        PassedAndClosed("until the connection ends, in HTTP/1.0", Rfc, "HTTP/1.0 200 OK\r\n\r\nhello", content: "hello") with
        {
            Closes = true,
        },
        PassedAndClosed("until the connection ends, a response as content", Rfc, "HTTP/1.1 200 OK\r\n\r\n" + Evil, content: Evil) with
        {
            Closes = true,
        },
        PassedAndClosed("to be closed", "RFC 9112 §9.6", With("Connection: close\r\nContent-Length: 2", "ok"), content: "ok"),
        PassedAndClosed(
            "to be closed, in a list and capitals",
            "RFC 9112 §9.6",
            With("Connection: x, CLOSE\r\nContent-Length: 2", "ok"),
            content: "ok"),
        PassedAndClosed("bytes after the content", Rfc, With("Content-Length: 2", "ok") + "more", content: "ok"),
        PassedAndClosed("a response after a response", Rfc, With("Content-Length: 2", "ok") + Evil, content: "ok"),
        PassedAndClosed("a response after chunks", Rfc, With("Transfer-Encoding: chunked", "2\r\nok\r\n0\r\n\r\n") + Evil, content: "ok"),
        PassedAndClosed("a response after 204", Rfc, "HTTP/1.1 204 No Content\r\n\r\n" + Evil, 204),
        PassedAndClosed("a response after 304", Rfc, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n" + Evil, 304),
        PassedAndClosed("a response after one of length 0", Rfc, With("Content-Length: 0") + Evil),
        PassedAndClosed("content of a response to HEAD", Rfc, With("Content-Length: 44", Evil)) with { Method = "HEAD" },
        PassedAndClosed("204 with a length", "RFC 9110 §8.6", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204),
        PassedAndClosed("204 in chunks", "RFC 9112 §6.1", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", 204),
        Rejected("two lengths", Rfc, With("Content-Length: 2\r\nContent-Length: 3", "ok!")),
        Rejected("two equal lengths", Rfc, With("Content-Length: 2\r\nContent-Length: 2", "ok")),
        Rejected("a list of lengths", Rfc, With("Content-Length: 2, 2", "ok")),
        Rejected("a length with a sign", Rfc, With("Content-Length: +2", "ok")),
        Rejected("a length below 0", Rfc, With("Content-Length: -1")),
        Rejected("a length with a space in it", Rfc, With("Content-Length: 1 0", "ok")),
        Rejected("a length in hexadecimal digits", Rfc, With("Content-Length: 0x2", "ok")),
        Rejected("an empty length", Rfc, With("Content-Length:")),
        Rejected("a length of 2^64", Rfc, With("Content-Length: 18446744073709551616")),
        Rejected("a length with a fraction", Rfc, With("Content-Length: 2.0", "ok")),
        Rejected("a length in other digits", Rfc, With("Content-Length: \u00b2", "ok")),
        Rejected("a length and chunks", Rfc, With("Content-Length: 2\r\nTransfer-Encoding: chunked", "2\r\nok\r\n0\r\n\r\n")),
        Rejected("chunks and a length", Rfc, With("Transfer-Encoding: chunked\r\nContent-Length: 2", "2\r\nok\r\n0\r\n\r\n")),
        Rejected("an unknown coding", "RFC 9112 §6.1", With("Transfer-Encoding: gzip", "ok")),
        Rejected("two codings", "RFC 9112 §6.1", With("Transfer-Encoding: gzip, chunked", "2\r\nok\r\n0\r\n\r\n")),
        Rejected("chunks twice", "RFC 9112 §6.1", With("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "2\r\nok\r\n0\r\n\r\n")),
        Rejected("identity", "RFC 9112 §6.1", With("Transfer-Encoding: identity\r\nContent-Length: 2", "ok")),
        Rejected("an empty coding", "RFC 9112 §6.1", With("Transfer-Encoding:", "2\r\nok\r\n0\r\n\r\n")),
        Rejected("chunked after a vertical tab", "RFC 9112 §6.1", With("Transfer-Encoding: \u000bchunked", "2\r\nok\r\n0\r\n\r\n")),
        Rejected("chunks in HTTP/1.0", "RFC 9112 §6.1", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        BrokenOff("shorter than its length", "RFC 9112 §8", With("Content-Length: 10", "half"), "half") with { Closes = true },
        BrokenOff("no content despite its length", "RFC 9112 §8", With("Content-Length: 10")) with { Closes = true },
    ];

    private static string With(string fields, string content = "") => $"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n{content}";
}
