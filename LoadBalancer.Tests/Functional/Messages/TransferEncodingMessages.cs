using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>The only accepted transfer coding is <c>chunked</c>, once, alone, in HTTP/1.1, and without a Content-Length.</summary>
internal static class TransferEncodingMessages
{
    private const string Coding = "RFC 9112 §6.1";
    private const string Names = "RFC 9112 §7";
    private const string Framing = "RFC 9112 §6.3";

    private const string Chunks = "5\r\nhello\r\n0\r\n\r\n";

    public static readonly RequestMessage[] All =
    [
        Good("as usual", "Transfer-Encoding: chunked"),
        Good("with a capital letter", "Transfer-Encoding: Chunked"),
        Good("in capital letters", "Transfer-Encoding: CHUNKED"),
        Good("with white space around it", "Transfer-Encoding: \t chunked \t "),
        Good("without white space", "Transfer-Encoding:chunked"),
        Good("in a field in lower case", "transfer-encoding: chunked"),
        Accepted("TE is another field", "RFC 9110 §10.1.4", Get("TE: chunked"), SeenGet()),
        Accepted("chunked GET", "RFC 9110 §9.3.1", Get("Transfer-Encoding: chunked") + Chunks, new SeenRequest("GET", "/", "hello")),
        Accepted(
            "chunked DELETE",
            "RFC 9110 §9.3.5",
            $"DELETE / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks}",
            new SeenRequest("DELETE", "/", "hello")),

        Both("after it", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        Both("before it", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        Both("of the exact size", "Content-Length: 15\r\nTransfer-Encoding: chunked"),
        Both("of zero", "Content-Length: 0\r\nTransfer-Encoding: chunked"),
        Both("twice", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nContent-Length: 5"),
        Both("that is empty", "Content-Length:\r\nTransfer-Encoding: chunked"),
        Both("and another coding", "Content-Length: 5\r\nTransfer-Encoding: gzip"),
        Both("and identity", "Content-Length: 5\r\nTransfer-Encoding: identity"),
        Both("and a coding that is empty", "Content-Length: 5\r\nTransfer-Encoding:"),
        Both("and a coding after a vertical tab", "Content-Length: 5\r\nTransfer-Encoding: \vchunked"),
        Both("named by Connection", "Connection: Content-Length\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"),
        Both("and the coding named by Connection", "Connection: Transfer-Encoding\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"),
        Rejected(
            "length shorter than the chunks, a request in them",
            Coding,
            Post("Content-Length: 4\r\nTransfer-Encoding: chunked", $"{Smuggled.Length:x}\r\n{Smuggled}\r\n0\r\n\r\n")),
        Rejected(
            "length longer than the chunks, a request after them",
            Coding,
            Post($"Content-Length: {"0\r\n\r\n".Length + Smuggled.Length}\r\nTransfer-Encoding: chunked", $"0\r\n\r\n{Smuggled}")),
        Rejected("length and coding in a GET", Coding, $"{Get("Content-Length: 5", "Transfer-Encoding: chunked")}0\r\n\r\n"),

        Bad("of chunked twice in one field", "chunked, chunked"),
        Bad("of chunked in two fields", "chunked\r\nTransfer-Encoding: chunked"),
        Bad("of chunked and identity in two fields", "chunked\r\nTransfer-Encoding: identity"),
        Bad("of identity and chunked in two fields", "identity\r\nTransfer-Encoding: chunked"),
        Bad("of chunked and nothing in two fields", "chunked\r\nTransfer-Encoding:"),
        Bad("of chunked and an unknown coding in two fields", "chunked\r\ntransfer-encoding: x"),
        Bad("of gzip and chunked in two fields", "gzip\r\nTransfer-Encoding: chunked"),
        Bad("of identity", "identity"),
        Bad("of identity, chunked", "identity, chunked"),
        Bad("of chunked, identity", "chunked, identity"),
        Bad("of gzip", "gzip"),
        Bad("of gzip, chunked", "gzip, chunked"),
        Bad("of chunked, gzip", "chunked, gzip"),
        Bad("of trailers, chunked", "trailers, chunked"),
        Bad("with a letter before it", "xchunked"),
        Bad("with a letter after it", "chunkedx"),
        Bad("with a letter missing", "chunke"),
        Bad("with a space inside", "chu nked"),
        Bad("with a word after it", "chunked x"),
        Bad("with a comma before it", ",chunked"),
        Bad("with a comma and a space before it", ", chunked"),
        Bad("with a comma after it", "chunked,"),
        Bad("with a semicolon before it", ";chunked"),
        Bad("with a semicolon after it", "chunked;"),
        Bad("with a parameter", "chunked;a=b"),
        Bad("with a quality", "chunked;q=1.0"),
        Bad("in quotes", "\"chunked\""),
        Bad("in single quotes", "'chunked'"),
        Bad("with a colon before it", ":chunked"),
        Bad("with an equals sign before it", "=chunked"),
        Bad("in brackets", "[chunked]"),
        Bad("after a vertical tab", "\vchunked"),
        Bad("before a vertical tab", "chunked\v"),
        Bad("after a form feed", "\fchunked"),
        Bad("after NUL", "\0chunked"),
        Bad("before NUL", "chunked\0"),
        Bad("after 0x01", "\u0001chunked"),
        Bad("before DEL", "chunked\u007f"),
        Bad("after a no-break space", "\u00a0chunked"),
        Bad("before a no-break space", "chunked\u00a0"),
        Bad("before 0xFF", "chunked\u00ff"),
        Bad("with the sign for kelvin, whose lower case is k", "chun\u00e2\u0084\u00aaed"),
        Bad("that is empty", ""),
        Bad("of white space", " \t "),
        Bad("folded", "\r\n chunked"),
        Bad("folded after it", "chunked\r\n x"),
        Bad("folded before a space", "chunked\r\n "),
        Bad("after CR", "\rchunked"),
        Bad("before CR", "chunked\r"),
        Bad("after LF", "\nchunked"),
        Rejected("coding with a space before its colon", "RFC 9112 §5.1", Post("Transfer-Encoding : chunked", Chunks)),
        Rejected(
            "coding with a tab before its colon and a length",
            "RFC 9112 §5.1",
            Post("Content-Length: 5\r\nTransfer-Encoding\t: chunked", Chunks)),
        Rejected("coding with a vertical tab before its colon", "RFC 9112 §5.1", Post("Transfer-Encoding\v: chunked", Chunks)),
        Rejected("coding with a space before it", "RFC 9112 §5.2", Post("Content-Length: 5\r\n Transfer-Encoding: chunked", Chunks)),
        Rejected("coding with NUL in its name", "RFC 9110 §5.6.2", Post("Transfer\0-Encoding: chunked", Chunks)),
        Rejected("coding after LF in another field", "RFC 9112 §2.2", Post("X: a\nTransfer-Encoding: chunked", Chunks)),
        Rejected(
            "coding after CR in another field", "RFC 9112 §2.2", Post("X: a\rTransfer-Encoding: chunked\r\nContent-Length: 5", Chunks)),
        Rejected("chunked HTTP/1.0", Coding, $"POST / HTTP/1.0\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks}"),
        Rejected(
            "chunked HTTP/1.0 that is to be kept alive",
            Coding,
            $"POST / HTTP/1.0\r\nHost: a.test\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks}"),
        Rejected(
            "chunked HTTP/1.0 with a length",
            Coding,
            $"POST / HTTP/1.0\r\nHost: a.test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{Chunks}"),
        Rejected("gzip in HTTP/1.0", Coding, "POST / HTTP/1.0\r\nHost: a.test\r\nTransfer-Encoding: gzip\r\n\r\nhello"),
    ];

    private static RequestMessage Good(string what, string field) =>
        Accepted($"coding chunked {what}", Names, Post(field, Chunks), SeenPost("hello"));

    private static RequestMessage Bad(string what, string coding) =>
        Rejected($"coding {what}", Coding, Post($"Transfer-Encoding: {coding}", Chunks));

    private static RequestMessage Both(string what, string fields) =>
        Rejected($"coding and a length {what}", Framing, Post(fields, Chunks));
}
