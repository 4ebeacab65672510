using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Lines of a head end with CR LF and nothing else. A recipient may accept a lone LF (RFC 9112 §2.2); this gateway does not.
/// </summary>
internal static class LineEndMessages
{
    private const string Rfc = "RFC 9112 §2.2";

    public static readonly RequestMessage[] All =
    [
        Accepted("one empty line before the request", Rfc, $"\r\n{Line("GET / HTTP/1.1")}", SeenGet()),

        // A server should ignore one empty line. No client is known to send more, and they would be a way to keep a connection open.
        Rejected("two empty lines before the request", Rfc, $"\r\n\r\n{Line("GET / HTTP/1.1")}"),
        Rejected("eight empty lines before the request", Rfc, string.Concat(Enumerable.Repeat("\r\n", 8)) + Line("GET / HTTP/1.1")),
        Rejected("LF before the request", Rfc, $"\n{Line("GET / HTTP/1.1")}"),
        Rejected("CR before the request", Rfc, $"\r{Line("GET / HTTP/1.1")}"),
        Rejected("CR CR LF before the request", Rfc, $"\r\r\n{Line("GET / HTTP/1.1")}"),
        Rejected("NUL before the request", Rfc, $"\0{Line("GET / HTTP/1.1")}"),
        Rejected("byte order mark before the request", Rfc, $"\u00ef\u00bb\u00bf{Line("GET / HTTP/1.1")}"),

        Rejected("LF alone everywhere", Rfc, "GET / HTTP/1.1\nHost: a.test\n\n"),
        Rejected("LF after the request line", Rfc, "GET / HTTP/1.1\nHost: a.test\r\n\r\n"),
        Rejected("LF after a field", Rfc, "GET / HTTP/1.1\r\nHost: a.test\nX: 1\r\n\r\n"),
        Rejected("LF after the last field", Rfc, "GET / HTTP/1.1\r\nHost: a.test\n\r\n"),
        Rejected("LF for the empty line", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\n\n"),
        Rejected("LF LF at the end", Rfc, "GET / HTTP/1.1\r\nHost: a.test\n\n"),
        Rejected("CR alone everywhere", Rfc, "GET / HTTP/1.1\rHost: a.test\r\r"),
        Rejected("CR after the request line", Rfc, "GET / HTTP/1.1\rHost: a.test\r\n\r\n"),
        Rejected("CR after a field", Rfc, "GET / HTTP/1.1\r\nHost: a.test\rX: 1\r\n\r\n"),
        Rejected("CR for the empty line", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\n\r"),
        Rejected("CR CR LF after the request line", Rfc, "GET / HTTP/1.1\r\r\nHost: a.test\r\n\r\n"),
        Rejected("CR CR LF after a field", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\r\n\r\n"),
        Rejected("CR CR LF for the empty line", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\n\r\r\n"),
        Rejected("LF CR after the request line", Rfc, "GET / HTTP/1.1\n\rHost: a.test\r\n\r\n"),
        Rejected("LF CR after a field", Rfc, "GET / HTTP/1.1\r\nHost: a.test\n\r\n\r"),
        Rejected("CR in the method", Rfc, "GE\rT / HTTP/1.1\r\nHost: a.test\r\n\r\n"),
        Rejected("CR in the version", Rfc, "GET / HTTP/1\r.1\r\nHost: a.test\r\n\r\n"),
        Rejected("CR in a name", Rfc, Get("X\rY: 1")),
        Rejected("CR before a colon", Rfc, Get("X\r: 1")),
        Rejected("CR after a colon", Rfc, Get("X:\r1")),
        Rejected("CR in a value", Rfc, Get("X: a\rb")),
        Rejected("CR for an empty value", Rfc, Get("X:\r")),
        Rejected("CR that hides a field", Rfc, Get("X: a\rTransfer-Encoding: chunked", "Content-Length: 0")),
        Rejected("LF in a value", Rfc, Get("X: a\nY: b")),
        Rejected("LF that hides a field", Rfc, Post("X: a\nTransfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
        Rejected("LF LF that hides a request", Rfc, Get($"X: a\n\n{Smuggled}")),
        Rejected("LF CR LF that hides a request", Rfc, Get($"X: a\n\r\n{Smuggled}")),
        Rejected("CR CR that hides a request", Rfc, Get($"X: a\r\r{Smuggled}")),
        Rejected("CR LF CR before a field", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\n\rX: 1\r\n\r\n"),
    ];
}
