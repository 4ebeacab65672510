using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Names and values of header fields, and the white space around them.</summary>
internal static class HeaderMessages
{
    private const string Name = "RFC 9110 §5.1";
    private const string Tokens = "RFC 9110 §5.6.2";
    private const string Value = "RFC 9110 §5.5";
    private const string Colon = "RFC 9112 §5.1";
    private const string Fold = "RFC 9112 §5.2";
    private const string FirstSpace = "RFC 9112 §2.2";

    public static readonly RequestMessage[] All =
    [
        Accepted("value with white space around it", Colon, Get("X: \t a b \t "), SeenGet() with { Field = "X: a b" }),
        Accepted("value without white space before it", Colon, Get("X:a"), SeenGet() with { Field = "X: a" }),
        Accepted("value that is empty", Value, Get("X:"), SeenGet() with { Field = "X: " }),
        Accepted("value of white space", Value, Get("X: \t "), SeenGet() with { Field = "X: " }),
        Accepted("value with a tab", Value, Get("X: a\tb"), SeenGet() with { Field = "X: a\tb" }),
        Accepted("value with every visible character", Value, Get($"X: {Visible()}"), SeenGet() with { Field = $"X: {Visible()}" }),
        Accepted("value that looks like a field", Value, Get("X: Content-Length: 5"), SeenGet() with { Field = "X: Content-Length: 5" }),
        Accepted(
            "value that looks like a request line",
            Value,
            Get("X: GET /smuggled HTTP/1.1"),
            SeenGet() with { Field = "X: GET /smuggled HTTP/1.1" }),
        Accepted("value in UTF-8", Value, Get("X: caf\u00c3\u00a9"), SeenGet() with { Field = "X: caf\u00c3\u00a9" }),
        Accepted("value in Latin-1", Value, Get("X: caf\u00e9"), SeenGet() with { Field = "X: caf\u00e9" }),
        Accepted(
            "name of every token character that is no letter",
            Tokens,
            Get("!#$%&'*+-.^_`|~09: a"),
            SeenGet() with { Field = "!#$%&'*+-.^_`|~09: a" }),
        Accepted("name with an underscore", Tokens, Get("Content_Length: 5"), SeenGet() with { Field = "Content_Length: 5" }),
        Accepted("name in lower case", Name, Get("x-lower: a"), SeenGet() with { Field = "x-lower: a" }),

        Rejected("no name", Name, Get(": a")),
        Rejected("colon alone", Name, Get(":")),
        Rejected("no colon", Colon, Get("X")),
        Rejected("no colon, several words", Colon, Get("X a b")),
        Rejected("space before the colon", Colon, Get("X : a")),
        Rejected("tab before the colon", Colon, Get("X\t: a")),
        Rejected("space before the colon of Host", Colon, "GET / HTTP/1.1\r\nHost : a.test\r\n\r\n"),
        Rejected("space in the name", Tokens, Get("X Y: a")),
        Rejected("vertical tab before the colon", Tokens, Get("X\v: a")),
        Rejected("no-break space before the colon", Tokens, Get("X\u00a0: a")),
        Rejected("name with a parenthesis", Tokens, Get("X(Y): a")),
        Rejected("name with a comma", Tokens, Get("X,Y: a")),
        Rejected("name with a slash", Tokens, Get("X/Y: a")),
        Rejected("name with a semicolon", Tokens, Get("X;Y: a")),
        Rejected("name with an equals sign", Tokens, Get("X=Y: a")),
        Rejected("name in angles", Tokens, Get("<X>: a")),
        Rejected("name with a question mark", Tokens, Get("X?: a")),
        Rejected("name with an at sign", Tokens, Get("X@Y: a")),
        Rejected("name in brackets", Tokens, Get("[X]: a")),
        Rejected("name with a backslash", Tokens, Get("X\\Y: a")),
        Rejected("name in braces", Tokens, Get("{X}: a")),
        Rejected("name in quotes", Tokens, Get("\"X\": a")),
        Rejected("name with NUL", Tokens, Get("X\0Y: a")),
        Rejected("name that begins with NUL", Tokens, Get("\0X: a")),
        Rejected("name with 0x01", Tokens, Get("X\u0001: a")),
        Rejected("name with an escape character", Tokens, Get("X\u001b[1m: a")),
        Rejected("name with DEL", Tokens, Get("X\u007f: a")),
        Rejected("name with 0x80", Tokens, Get("X\u0080: a")),
        Rejected("name in Latin-1", Tokens, Get("caf\u00e9: a")),
        Rejected("name in UTF-8", Tokens, Get("caf\u00c3\u00a9: a")),
        Rejected("name with 0xFF", Tokens, Get("\u00ffX: a")),

        Rejected("folded value", Fold, Get("X: a", " b")),
        Rejected("folded value, tab", Fold, Get("X: a", "\tb")),
        Rejected("folded value, empty line of spaces", Fold, Get("X: a", "   ")),
        Rejected("folded value that looks like a field", Fold, Get("X: a", " Transfer-Encoding: chunked")),
        Rejected("folded value, nothing on its first line", Fold, Get("X:", " a")),
        Rejected("folded Host", Fold, "GET / HTTP/1.1\r\nHost:\r\n a.test\r\n\r\n"),
        Rejected("folded value, last of the head", Fold, Get("X: a", " ")),
        Rejected("space before the first field", FirstSpace, "GET / HTTP/1.1\r\n Host: a.test\r\n\r\n"),
        Rejected("space before the first field, Host after it", FirstSpace, "GET / HTTP/1.1\r\n X: 1\r\nHost: a.test\r\n\r\n"),
        Rejected("line of spaces before the first field", FirstSpace, "GET / HTTP/1.1\r\n  \r\nHost: a.test\r\n\r\n"),
        Rejected("line of a tab in place of the empty line", Fold, "GET / HTTP/1.1\r\nHost: a.test\r\n\t\r\n\r\n"),

        Rejected("value with NUL", Value, Get("X: a\0b")),
        Rejected("value that begins with NUL", Value, Get("X: \0a")),
        Rejected("value that ends with NUL", Value, Get("X: a\0")),
        Rejected("value with 0x01", Value, Get("X: \u0001")),
        Rejected("value with a backspace", Value, Get("X: a\bb")),
        Rejected("value with a vertical tab", Value, Get("X: a\vb")),
        Rejected("value with a form feed", Value, Get("X: a\fb")),
        Rejected("value with an escape character", Value, Get("X: \u001b[1m")),
        Rejected("value with 0x1F", Value, Get("X: a\u001f")),
        Rejected("value with DEL", Value, Get("X: a\u007fb")),
    ];

    private static string Visible() => string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(character => (char)character));
}
