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

        Refused("no name", Name, Get(": a")),
        Refused("colon alone", Name, Get(":")),
        Refused("no colon", Colon, Get("X")),
        Refused("no colon, several words", Colon, Get("X a b")),
        Refused("space before the colon", Colon, Get("X : a")),
        Refused("tab before the colon", Colon, Get("X\t: a")),
        Refused("space before the colon of Host", Colon, "GET / HTTP/1.1\r\nHost : a.test\r\n\r\n"),
        Refused("space in the name", Tokens, Get("X Y: a")),
        Refused("vertical tab before the colon", Tokens, Get("X\v: a")),
        Refused("no-break space before the colon", Tokens, Get("X\u00a0: a")),
        Refused("name with a parenthesis", Tokens, Get("X(Y): a")),
        Refused("name with a comma", Tokens, Get("X,Y: a")),
        Refused("name with a slash", Tokens, Get("X/Y: a")),
        Refused("name with a semicolon", Tokens, Get("X;Y: a")),
        Refused("name with an equals sign", Tokens, Get("X=Y: a")),
        Refused("name in angles", Tokens, Get("<X>: a")),
        Refused("name with a question mark", Tokens, Get("X?: a")),
        Refused("name with an at sign", Tokens, Get("X@Y: a")),
        Refused("name in brackets", Tokens, Get("[X]: a")),
        Refused("name with a backslash", Tokens, Get("X\\Y: a")),
        Refused("name in braces", Tokens, Get("{X}: a")),
        Refused("name in quotes", Tokens, Get("\"X\": a")),
        Refused("name with NUL", Tokens, Get("X\0Y: a")),
        Refused("name that begins with NUL", Tokens, Get("\0X: a")),
        Refused("name with 0x01", Tokens, Get("X\u0001: a")),
        Refused("name with an escape character", Tokens, Get("X\u001b[1m: a")),
        Refused("name with DEL", Tokens, Get("X\u007f: a")),
        Refused("name with 0x80", Tokens, Get("X\u0080: a")),
        Refused("name in Latin-1", Tokens, Get("caf\u00e9: a")),
        Refused("name in UTF-8", Tokens, Get("caf\u00c3\u00a9: a")),
        Refused("name with 0xFF", Tokens, Get("\u00ffX: a")),

        Refused("folded value", Fold, Get("X: a", " b")),
        Refused("folded value, tab", Fold, Get("X: a", "\tb")),
        Refused("folded value, empty line of spaces", Fold, Get("X: a", "   ")),
        Refused("folded value that looks like a field", Fold, Get("X: a", " Transfer-Encoding: chunked")),
        Refused("folded value, nothing on its first line", Fold, Get("X:", " a")),
        Refused("folded Host", Fold, "GET / HTTP/1.1\r\nHost:\r\n a.test\r\n\r\n"),
        Refused("folded value, last of the head", Fold, Get("X: a", " ")),
        Refused("space before the first field", FirstSpace, "GET / HTTP/1.1\r\n Host: a.test\r\n\r\n"),
        Refused("space before the first field, Host after it", FirstSpace, "GET / HTTP/1.1\r\n X: 1\r\nHost: a.test\r\n\r\n"),
        Refused("line of spaces before the first field", FirstSpace, "GET / HTTP/1.1\r\n  \r\nHost: a.test\r\n\r\n"),
        Refused("line of a tab in place of the empty line", Fold, "GET / HTTP/1.1\r\nHost: a.test\r\n\t\r\n\r\n"),

        Refused("value with NUL", Value, Get("X: a\0b")),
        Refused("value that begins with NUL", Value, Get("X: \0a")),
        Refused("value that ends with NUL", Value, Get("X: a\0")),
        Refused("value with 0x01", Value, Get("X: \u0001")),
        Refused("value with a backspace", Value, Get("X: a\bb")),
        Refused("value with a vertical tab", Value, Get("X: a\vb")),
        Refused("value with a form feed", Value, Get("X: a\fb")),
        Refused("value with an escape character", Value, Get("X: \u001b[1m")),
        Refused("value with 0x1F", Value, Get("X: a\u001f")),
        Refused("value with DEL", Value, Get("X: a\u007fb")),
    ];

    private static string Visible() => string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(character => (char)character));
}
