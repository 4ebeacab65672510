namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// HTTP/2 requests that must be rejected as malformed, with a stream error or 400 (RFC 9113 §8.1.1), before a server sees any part of them.
/// </summary>
internal static class Http2Messages
{
    private const string Characters = "RFC 9113 §8.2.1";
    private const string Connection = "RFC 9113 §8.2.2";
    private const string PseudoFields = "RFC 9113 §8.3";
    private const string Request = "RFC 9113 §8.3.1";
    private const string Connect = "RFC 9113 §8.5";
    private const string Length = "RFC 9113 §8.1.1";
    private const string Trailers = "RFC 9113 §8.1";

    public static readonly Http2Message[] Rejected =
    [
        Get("name in upper case", Characters, ("X-Upper", "1")),
        Get("name with one upper-case letter", Characters, ("x-uppeR", "1")),
        Get("empty name", Characters, ("", "1")),
        Get("name with a space", Characters, ("x y", "1")),
        Get("name with a colon within", Characters, ("x:y", "1")),
        Get("name with CR LF", Characters, ("x\r\ny", "1")),
        Get("name with NUL", Characters, ("x\0", "1")),
        Get("name with DEL", Characters, ("x\u007f", "1")),
        Get("name with a byte above 0x7F", Characters, ("x\u00e9", "1")),
        Get("name with a parenthesis", "RFC 9110 §5.6.2", ("x(y)", "1")),
        Get("value with NUL", Characters, ("x", "a\0b")),
        Get("value with CR", Characters, ("x", "a\rb")),
        Get("value with LF", Characters, ("x", "a\nb")),
        Get("value with a line that smuggles a field", Characters, ("x", "a\r\ntransfer-encoding: chunked")),
        Get("value with a line that smuggles a request", Characters, ("x", $"a\r\n\r\n{Wire.Smuggled}")),
        Get("value with a space before it", Characters, ("x", " a")),
        Get("value with a tab after it", Characters, ("x", "a\t")),
        Get("value with another control character", "RFC 9110 §5.5", ("x", "a\u0001")),

        Get("connection", Connection, ("connection", "close")),
        Get("connection that names a field", Connection, ("connection", "x"), ("x", "1")),
        Get("keep-alive", Connection, ("keep-alive", "timeout=5")),
        Get("proxy-connection", Connection, ("proxy-connection", "close")),
        Get("transfer-encoding", Connection, ("transfer-encoding", "chunked")) with { Body = "0\r\n\r\n" },
        Get("transfer-encoding of identity", Connection, ("transfer-encoding", "identity")),
        Get("upgrade", Connection, ("upgrade", "websocket")),
        Get("te of something else than trailers", Connection, ("te", "gzip")),
        Get("te of trailers and something else", Connection, ("te", "trailers, gzip")),

        new("unknown pseudo field", PseudoFields, [.. Pseudo("GET", "/"), (":x", "1")]),
        new("pseudo field of a response", PseudoFields, [.. Pseudo("GET", "/"), (":status", "200")]),
        new(
            "pseudo field after a field",
            PseudoFields,
            [(":method", "GET"), (":scheme", "http"), ("x", "1"), (":path", "/"), (":authority", "a.test")]),
        new("no method", Request, [(":scheme", "http"), (":path", "/"), (":authority", "a.test")]),
        new("no scheme", Request, [(":method", "GET"), (":path", "/"), (":authority", "a.test")]),
        new("no path", Request, [(":method", "GET"), (":scheme", "http"), (":authority", "a.test")]),
        new("two methods", Request, [.. Pseudo("GET", "/"), (":method", "GET")]),
        new("two schemes", Request, [.. Pseudo("GET", "/"), (":scheme", "http")]),
        new("two paths", Request, [.. Pseudo("GET", "/"), (":path", "/x")]),
        new("two authorities", PseudoFields, [.. Pseudo("GET", "/"), (":authority", "b.test")]),
        new("method that is empty", Request, Pseudo("", "/")),
        new("method with a space", "RFC 9110 §9.1", Pseudo("GET /smuggled HTTP/1.1\r\nx:", "/")),
        new("path that is empty", Request, Pseudo("GET", "")),
        new("path without its slash", Request, Pseudo("GET", "x")),
        new("path in absolute form", Request, Pseudo("GET", "http://a.test/x")),
        new("path of an asterisk with GET", Request, Pseudo("GET", "*")),
        new("path with a space", Request, Pseudo("GET", "/ HTTP/1.1\r\nx: y")),
        new("path with a fragment", Request, Pseudo("GET", "/#x")),
        new("path with a byte above 0x7F", Request, Pseudo("GET", "/caf\u00e9")),
        new("path with NUL", Characters, Pseudo("GET", "/\0")),
        new("scheme that is empty", Request, [(":method", "GET"), (":scheme", ""), (":path", "/"), (":authority", "a.test")]),
        new(
            "scheme with a request line in it",
            Request,
            [(":method", "GET"), (":scheme", "http://b.test/ HTTP/1.1\r\nx: "), (":path", "/"), (":authority", "a.test")]),
        new("authority with a user", Request, [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "user@a.test")]),
        new("authority that is empty", Request, [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "")]),
        new("authority with a path", Request, [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "a.test/x")]),
        new("authority with a list", Request, [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "a.test, b.test")]),
        new("no authority and no host", Request, [(":method", "GET"), (":scheme", "http"), (":path", "/")]),
        new("CONNECT with a path", Connect, [(":method", "CONNECT"), (":path", "/"), (":authority", "a.test:443")]),
        new("CONNECT with a scheme", Connect, [(":method", "CONNECT"), (":scheme", "http"), (":authority", "a.test:443")]),
        new("CONNECT without an authority", Connect, [(":method", "CONNECT")]),

        Get("length greater than the content", Length, ("content-length", "6")) with { Body = "hello" },
        Get("length smaller than the content", Length, ("content-length", "4")) with { Body = "hello" },
        Get("length and no content", Length, ("content-length", "5")),
        Get("length of 0 and content", Length, ("content-length", "0")) with { Body = Wire.Smuggled },
        Get("two lengths", "RFC 9110 §8.6", ("content-length", "5"), ("content-length", "6")) with { Body = "hello" },
        Get("list of lengths", "RFC 9110 §8.6", ("content-length", "5, 5")) with { Body = "hello" },

        Get("pseudo field in the trailers", Trailers) with { Body = "hello", Trailers = [(":path", "/x")] },
        Get("upper case in the trailers", Characters) with { Body = "hello", Trailers = [("X-Trailer", "1")] },
        Get("connection in the trailers", Connection) with { Body = "hello", Trailers = [("connection", "close")] },
        Get("length in the trailers", "RFC 9110 §6.5.1") with { Body = "hello", Trailers = [("content-length", "5")] },
        Get("LF in the trailers", Characters) with { Body = "hello", Trailers = [("x-trailer", "a\nb")] },

        Get("host that is not the authority", Request, ("host", "b.test")),
        Get("two hosts", "RFC 9110 §7.2", ("host", "a.test"), ("host", "a.test")),
        Get("length with a sign", "RFC 9110 §8.6", ("content-length", "+5")) with { Body = "hello" },
        new("method in lower case", "RFC 9110 §9.1", Pseudo("get", "/")),
        new("path with an escaped NUL", "RFC 3986 §7.3", Pseudo("GET", "/a%00b")),
    ];

    private static Http2Message Get(string name, string rfc, params (string Name, string Value)[] fields) =>
        new(name, rfc, [.. Pseudo("GET", "/"), .. fields]);

    private static (string Name, string Value)[] Pseudo(string method, string path) =>
        [(":method", method), (":scheme", "http"), (":path", path), (":authority", "a.test")];
}
