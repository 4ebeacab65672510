using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Chunk extensions: well-formed ones are dropped, others are rejected. White space in them is bad white space, which a sender must not
/// generate (RFC 9110 §5.6.3), so it is rejected too.
/// </summary>
internal static class ChunkExtensionMessages
{
    private const string Syntax = "RFC 9112 §7.1.1";
    private const string Quoted = "RFC 9110 §5.6.4";
    private const string BadSpace = "RFC 9110 §5.6.3";
    private const string LineEnd = "RFC 9112 §2.2";

    public static readonly RequestMessage[] All =
    [
        Good("of a name", ";a"),
        Good("of a name and a token", ";a=b"),
        Good("of a name and a number", ";a=0"),
        Good("of a quoted value", ";a=\"b c\""),
        Good("of a quoted value that is empty", ";a=\"\""),
        Good("of a quoted quote", ";a=\"q\\\"x\""),
        Good("of a quoted backslash", ";a=\"q\\\\\""),
        Good("of a quoted semicolon and equals sign", ";a=\"b;c=d\""),
        Good("of a quoted tab", ";a=\"b\tc\""),
        Good("three times", ";a;b=c;d=\"e;f\""),
        Good("of 256 letters", $";a={new string('x', 256)}"),
        Accepted("extension of the last chunk", Syntax, Chunked("5\r\nhello\r\n0;a=b\r\n\r\n"), SeenPost("hello")),
        Accepted("extensions of several chunks", Syntax, Chunked("2;a\r\nhe\r\n3;b=c\r\nllo\r\n0;d=\"\"\r\n\r\n"), SeenPost("hello")),

        Bad("of a semicolon", Syntax, ";"),
        Bad("of two semicolons", Syntax, ";;"),
        Bad("with an empty one before it", Syntax, ";;a"),
        Bad("with a semicolon after it", Syntax, ";a=b;"),
        Bad("without a name", Syntax, ";=b"),
        Bad("without a value", Syntax, ";a="),
        Bad("without a value before another", Syntax, ";a=;b"),
        Bad("with two values", Syntax, ";a=b=c"),
        Bad("with a quote that does not end", Quoted, ";a=\"b"),
        Bad("with a quote that does not end, but for an escape", Quoted, ";a=\"b\\\""),
        Bad("with a quote within a token", Syntax, ";a=b\"c\""),
        Bad("with letters after a quote", Syntax, ";a=\"b\"c"),
        Bad("with a name in quotes", Syntax, ";\"a\""),
        Bad("with a space in its value", Syntax, ";a=b c"),
        Bad("with a space in its name", Syntax, ";a b"),
        Bad("with a space before its semicolon", BadSpace, " ;a"),
        Bad("with a space after its semicolon", BadSpace, "; a"),
        Bad("with spaces around its equals sign", BadSpace, ";a = b"),
        Bad("with a space after it", BadSpace, ";a "),
        Bad("after a comma", Syntax, ",a"),
        Bad("after a slash", Syntax, "/a"),
        Bad("after an ampersand", Syntax, "&a=b"),
        Bad("with a comma", Syntax, ";a,b"),
        Bad("with brackets", Syntax, ";a[0]=b"),
        Bad("with 0x01", Syntax, ";a\u0001"),
        Bad("with NUL", Syntax, ";a\0"),
        Bad("with a vertical tab", Syntax, ";\va"),
        Bad("with DEL", Syntax, ";a\u007f"),
        Bad("with NUL in quotes", Quoted, ";a=\"\0\""),
        Bad("with an escape character in quotes", Quoted, ";a=\"\u001b\""),
        Bad("with an escaped control character", Quoted, ";a=\"\\\u0001\""),
        Bad("in Latin-1", Syntax, ";caf\u00e9"),
        Bad("in UTF-8", Syntax, ";a=caf\u00c3\u00a9"),
        Bad("of 20,000 letters", Syntax, $";a={new string('x', 20_000)}"),
        Bad("of 5,000 names", Syntax, string.Concat(Enumerable.Repeat(";a", 5_000))),

        // CVE-2025-55315: a recipient that accepts a lone LF as the end of the line reads a different chunk than one that does not.
        Bad("with LF after its semicolon", LineEnd, ";\n"),
        Bad("with LF in its name", LineEnd, ";a\nb"),
        Bad("with LF in its value", LineEnd, ";a=b\nc"),
        Bad("with LF in quotes", LineEnd, ";a=\"b\nc\""),
        Bad("with CR after its semicolon", LineEnd, ";\r"),
        Bad("with CR in its name", LineEnd, ";a\rb"),
        Bad("with CR in its value", LineEnd, ";a=b\rc"),
        Bad("with CR in quotes", LineEnd, ";a=\"b\rc\""),
        Bad("with CR LF in quotes", LineEnd, ";a=\"b\r\nc\""),
        Bad("with an escaped LF", LineEnd, ";a=\"\\\n\""),
        Bad("with CR CR before its end", LineEnd, ";a\r"),
        BrokenOff("extension before LF alone", LineEnd, Chunked("5;a\nhello\r\n0\r\n\r\n")),
        BrokenOff(
            "extension with LF that hides a request",
            LineEnd,
            Chunked($"2;\nxx\r\n{Smuggled.Length + 7:x}\r\n0\r\n\r\n{Smuggled}\r\n0\r\n\r\n")),
        BrokenOff(
            "extension with CR that hides a request",
            LineEnd,
            Chunked($"2;\rxx\r\n{Smuggled.Length + 7:x}\r\n0\r\n\r\n{Smuggled}\r\n0\r\n\r\n")),
        BrokenOff("extension of the last chunk with LF", LineEnd, Chunked($"5\r\nhello\r\n0;a\nb\r\n\r\n")),
        BrokenOff("extension of the last chunk, malformed", Syntax, Chunked("5\r\nhello\r\n0;=\r\n\r\n")),
        BrokenOff("extension of the second chunk, malformed", Syntax, Chunked("2;a\r\nhe\r\n3;=\r\nllo\r\n0\r\n\r\n")),
    ];

    private static RequestMessage Good(string what, string extension) =>
        Accepted($"extension {what}", Syntax, Chunked($"5{extension}\r\nhello\r\n0\r\n\r\n"), SeenPost("hello"));

    private static RequestMessage Bad(string what, string rfc, string extension) =>
        BrokenOff($"extension {what}", rfc, Chunked($"5{extension}\r\nhello\r\n0\r\n\r\n"));
}
