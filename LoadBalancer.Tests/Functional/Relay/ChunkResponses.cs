using static LoadBalancer.Tests.Functional.Relay.ResponseMessage;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Chunked responses.</summary>
internal static class ChunkResponses
{
    private const string Rfc = "RFC 9112 §7.1";

    public static readonly ResponseMessage[] All =
    [
        Passed("one chunk", Rfc, With("2\r\nok\r\n0\r\n\r\n"), content: "ok"),
        Passed("several chunks", Rfc, With("1\r\no\r\n001\r\nk\r\n0\r\n\r\n"), content: "ok"),
        Passed("no chunk", Rfc, With("0\r\n\r\n")),
        Passed("a size in both cases", Rfc, With($"A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n"), content: "01234567890123456789"),
        Passed("a coding in capitals", Rfc, "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n2\r\nok\r\n0\r\n\r\n", content: "ok"),
        Passed("extensions, which are removed", "RFC 9112 §7.1.1", With("2;a;b=c;d=\"e\\\"\"\r\nok\r\n0;x\r\n\r\n"), content: "ok"),
        Passed("trailers", "RFC 9112 §7.1.2", With("2\r\nok\r\n0\r\nX-Trailer: a\r\nx-other:b\r\n\r\n"), content: "ok"),
        Passed(
            "a trailer of transport security",
            "RFC 9110 §6.5.1",
            With("2\r\nok\r\n0\r\nStrict-Transport-Security: max-age=1\r\n\r\n"),
            content: "ok"),
        Passed("content of line ends", Rfc, With("4\r\n\r\n\r\n\r\n0\r\n\r\n"), content: "\r\n\r\n"),
        Passed("content that looks like the end", Rfc, With("7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n"), content: "\r\n0\r\n\r\n"),
        BrokenOff("a size that is not hexadecimal", Rfc, With("2\r\nok\r\nx\r\n\r\n"), "ok"),
        BrokenOff("an empty size", Rfc, With("2\r\nok\r\n\r\n\r\n"), "ok"),
        BrokenOff("a size with a sign", Rfc, With("+2\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size below 0", Rfc, With("-2\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size with 0x", Rfc, With("0x2\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size after a space", Rfc, With(" 2\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size before a space", Rfc, With("2 \r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size of 2^32 + 2", Rfc, With("100000002\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size of 2^64 + 2", Rfc, With("10000000000000002\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size of many zeros", Rfc, With($"{new string('0', 2_000)}2\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a size before LF", "RFC 9112 §2.2", With("2\nok\r\n0\r\n\r\n")),
        BrokenOff("a size before CR CR LF", "RFC 9112 §2.2", With("2\r\r\nok\r\n0\r\n\r\n")),
        BrokenOff("a chunk before LF", "RFC 9112 §2.2", With("2\r\nok\n0\r\n\r\n"), "ok"),
        BrokenOff("a chunk longer than its size", Rfc, With("2\r\nokay\r\n0\r\n\r\n"), "ok"),
        BrokenOff("a chunk shorter than its size", Rfc, With("5\r\nok\r\n0\r\n\r\n"), "ok\r\n0"),
        BrokenOff("an extension without a name", "RFC 9112 §7.1.1", With("2;\r\nok\r\n0\r\n\r\n")),
        BrokenOff("an extension with LF in quotes", "RFC 9112 §7.1.1", With("2;a=\"\n\"\r\nok\r\n0\r\n\r\n")),
        BrokenOff("an extension of 2 KiB", "RFC 9112 §7.1.1", With($"2;a={new string('x', 2_048)}\r\nok\r\n0\r\n\r\n")),
        Dropping("a length", "Content-Length: 2"),
        Dropping("a coding", "Transfer-Encoding: chunked"),
        Dropping("a cookie", "Set-Cookie: a=b"),
        Dropping("options of the connection", "Connection: close\r\nKeep-Alive: timeout=5"),
        Dropping("a host", "HOST: b.test"),
        Dropping("a client", "X-Forwarded-For: 6.6.6.6"),
        BrokenOff("a trailer Host before a space", "RFC 9112 §5.1", With("2\r\nok\r\n0\r\nHost : b.test\r\n\r\n"), "ok"),
        BrokenOff("a trailer Host with NUL", "RFC 9110 §5.5", With("2\r\nok\r\n0\r\nHost: b\0test\r\n\r\n"), "ok"),
        BrokenOff("trailers Host of 20 KiB", "RFC 9112 §7.1.2", With($"2\r\nok\r\n0\r\n{Repeated("Host: b.test\r\n", 1_463)}\r\n"), "ok"),
        BrokenOff("a trailer without a colon", "RFC 9112 §7.1.2", With("2\r\nok\r\n0\r\nX-Trailer\r\n\r\n"), "ok"),
        BrokenOff("a folded trailer", "RFC 9112 §5.2", With("2\r\nok\r\n0\r\nX-Trailer: a\r\n b\r\n\r\n"), "ok"),
        BrokenOff("a trailer before LF", "RFC 9112 §2.2", With("2\r\nok\r\n0\r\nX-Trailer: a\n\r\n"), "ok"),
        BrokenOff("trailers of 20 KiB", "RFC 9112 §7.1.2", With($"2\r\nok\r\n0\r\nX-Trailer: {new string('x', 20_480)}\r\n\r\n"), "ok"),
        BrokenOff("no last chunk", "RFC 9112 §8", With("2\r\nok\r\n"), "ok") with { Closes = true },
        BrokenOff("no end of the trailers", "RFC 9112 §8", With("2\r\nok\r\n0\r\n"), "ok") with { Closes = true },
    ];

    private static ResponseMessage Dropping(string what, string trailers)
    {
        var text = With($"2\r\nok\r\n0\r\n{trailers}\r\n\r\n");
        return Passed($"a trailer with {what}, which is dropped", "RFC 9110 §6.5.1", text, content: "ok") with { LosesTrailers = true };
    }

    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string With(string chunks) => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}";
}
