using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Content-Length is digits and occurs once. A recipient may accept a list of equal lengths (RFC 9110 §8.6); this gateway does not.
/// </summary>
internal static class ContentLengthMessages
{
    private const string Syntax = "RFC 9110 §8.6";
    private const string Framing = "RFC 9112 §6.3";

    private static readonly string Long = new('b', 100_000);

    public static readonly RequestMessage[] All =
    [
        Good("0", ""),
        Good("5", "hello"),
        Good("005", "hello"),
        Good("\t 5 \t", "hello"),
        Good("100000", Long),
        Accepted("Content-Length in lower case", "RFC 9110 §5.1", Post("content-length: 5", "hello"), SeenPost("hello")),
        Accepted("Content-Length without white space", "RFC 9112 §5.1", Post("Content-Length:5", "hello"), SeenPost("hello")),
        Accepted("content of every byte", "RFC 9112 §6", Post("Content-Length: 256", EveryByte()), SeenPost(EveryByte())),
        Accepted("content that looks like a request", Framing, Post($"Content-Length: {Smuggled.Length}", Smuggled), SeenPost(Smuggled)),
        Accepted("content that looks like chunks", Framing, Post("Content-Length: 5", "0\r\n\r\n"), SeenPost("0\r\n\r\n")),
        Accepted("GET with content", "RFC 9110 §9.3.1", $"{Get("Content-Length: 5")}hello", new SeenRequest("GET", "/", "hello")),
        Accepted(
            "GET with content that looks like a request",
            "RFC 9110 §9.3.1",
            Get($"Content-Length: {Smuggled.Length}") + Smuggled,
            new SeenRequest("GET", "/", Smuggled)),
        Accepted("GET with a length of 0", "RFC 9110 §9.3.1", Get("Content-Length: 0"), SeenGet()),
        Accepted(
            "HEAD with content",
            "RFC 9110 §9.3.2",
            "HEAD / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello",
            new SeenRequest("HEAD", "/", "hello")),
        Accepted(
            "DELETE with content",
            "RFC 9110 §9.3.5",
            "DELETE / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello",
            new SeenRequest("DELETE", "/", "hello")),
        Accepted(
            "custom method with content",
            Framing,
            "frobnicate / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello",
            new SeenRequest("frobnicate", "/", "hello")),
        AcceptedAndClosed(
            "content in HTTP/1.0", Framing, "POST / HTTP/1.0\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello", SeenPost("hello")),

        Bad("with a plus", "+5"),
        Bad("with a minus", "-5"),
        Bad("of plus zero", "+0"),
        Bad("of minus zero", "-0"),
        Bad("with a sign and a space", "+ 5"),
        Bad("with a space inside", "0 5"),
        Bad("with a tab inside", "0\t5"),
        Bad("with a list of equal ones", "5, 5"),
        Bad("with a list", "5,6"),
        Bad("with a list that starts empty", ",5"),
        Bad("with a list that ends empty", "5,"),
        Bad("with a semicolon", "5;"),
        Bad("with a parameter", "5;a=b"),
        Bad("that is empty", ""),
        Bad("of white space", " \t "),
        Bad("in hexadecimal", "0x5"),
        Bad("with a hexadecimal digit", "a"),
        Bad("with a letter after it", "5h"),
        Bad("with a letter before it", "h5"),
        Bad("with a fraction", "5.0"),
        Bad("with an exponent", "5e0"),
        Bad("with a thousands separator", "0_5"),
        Bad("in quotes", "\"5\""),
        Bad("in single quotes", "'5'"),
        Bad("in words", "five"),
        Bad("in full-width digits", "\u00ef\u00bc\u0095"),
        Bad("after a vertical tab", "\v5"),
        Bad("before a vertical tab", "5\v"),
        Bad("before a form feed", "5\f"),
        Bad("before NUL", "5\0"),
        Bad("before a no-break space", "5\u00a0"),
        Bad("of 2^63", "9223372036854775808"),
        Bad("of 2^63 + 5", "9223372036854775813"),
        Bad("of 2^64 + 5", "18446744073709551621"),
        Bad("of 20 nines", new('9', 20)),
        Bad("of 200 digits", new('9', 200)),
        Bad("of 25 digits, most of them zeros", "0000000000000000000000005"),
        Bad("twice, equal", "5\r\nContent-Length: 5"),
        Bad("twice", "5\r\nContent-Length: 6"),
        Bad("twice, the greater first", "44\r\nContent-Length: 5"),
        Bad("twice, in another case", "5\r\ncontent-length: 5"),
        Bad("twice, other fields between", "5\r\nX: 1\r\nContent-Length: 6"),
        Bad("twice, zero and not", "0\r\nContent-Length: 5"),
        Bad("twice, the second empty", "5\r\nContent-Length:"),
        Bad("three times", "5\r\nContent-Length: 5\r\nContent-Length: 5"),
        Bad("folded", "\r\n 5"),
        Bad("folded after it", "5\r\n 5"),
        Bad("with CR after it", "5\r"),
        Bad("with LF before it", "\n5"),
        Rejected("Content-Length with a space before its colon", "RFC 9112 §5.1", Post("Content-Length : 5", "hello")),
        Rejected("Content-Length with a tab before its colon", "RFC 9112 §5.1", Post("Content-Length\t: 5", "hello")),
        Rejected("Content-Length with a space before it", "RFC 9112 §5.2", Post(" Content-Length: 5", "hello")),
        Rejected("Content-Length with NUL in its name", "RFC 9110 §5.6.2", Post("Content\0-Length: 5", "hello")),
        Rejected("Content-Length of a GET with a sign", Syntax, $"{Get("Content-Length: +5")}hello"),
        Rejected(
            "Content-Length twice in HTTP/1.0",
            Framing,
            "POST / HTTP/1.0\r\nHost: a.test\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
    ];

    private static RequestMessage Good(string length, string body) =>
        Accepted(
            $"Content-Length of {length.Trim()}, {length.Length} characters",
            Syntax,
            Post($"Content-Length: {length}", body),
            SeenPost(body));

    private static RequestMessage Bad(string what, string length) =>
        Rejected($"Content-Length {what}", Syntax, Post($"Content-Length: {length}", "hello"));

    private static string EveryByte() => string.Concat(Enumerable.Range(0, 256).Select(value => (char)value));
}
