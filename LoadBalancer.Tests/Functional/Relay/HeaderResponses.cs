using static LoadBalancer.Tests.Functional.Relay.ResponseMessage;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>The header fields of a response.</summary>
internal static class HeaderResponses
{
    private const string Rfc = "RFC 9112 §5";
    private const int Kibi = 1_024;

    public static readonly ResponseMessage[] All =
    [
        Passed("no field but the length", Rfc, With()),
        Passed("an empty value", Rfc, With("X-Empty:")),
        Passed("white space around a value", Rfc, With("X-Value: \t a b \t ")),
        Passed("no white space before a value", Rfc, With("X-Value:a")),
        Passed("bytes beyond ASCII in a value", "RFC 9110 §5.5", With("X-Value: \u00e9\u0080\u00ff")),
        Passed("a name of all token characters", "RFC 9110 §5.6.2", With("!#$%&'*+-.^_`|~09azAZ: x")),
        Passed("a name of one character", Rfc, With("X: x")),
        Passed("white space before a colon, which is removed", "RFC 9112 §5.1", With("X-Value : a")),
        Passed("a tab before a colon, which is removed", "RFC 9112 §5.1", With("X-Value\t: a")),
        Passed("a hundred fields", Rfc, With([.. Enumerable.Range(0, 100).Select(number => $"X-{number}: {number}")])),
        Passed("a head of 60 KiB", Rfc, With([.. Enumerable.Range(0, 60).Select(number => $"X-{number}: {new string('x', Kibi - 10)}")])),
        Passed("a field of 70 KiB", Rfc, With($"X-Value: {new string('x', 70 * Kibi)}")),
        Passed("a thousand fields", Rfc, With([.. Enumerable.Range(0, 1_000).Select(number => $"X-{number}: {number}")])),
        Rejected("a head of 257 KiB", Rfc, With([.. Enumerable.Range(0, 257).Select(i => $"X-{i}: {new string('x', Kibi - 5)}")])),
        Rejected("a field of 300 KiB", Rfc, With($"X-Value: {new string('x', 300 * Kibi)}")),
        Rejected("a head without an end", Rfc, $"HTTP/1.1 200 OK\r\nX-Value: {new string('x', 300 * Kibi)}"),
        Rejected("no colon", Rfc, With("X-Value")),
        Rejected("no name", Rfc, With(": x")),
        Rejected("white space as the name", Rfc, With(" : x")),
        Rejected("a folded value", "RFC 9112 §5.2", With("X-Value: a\r\n b")),
        Rejected("a folded length", "RFC 9112 §5.2", "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok"),
        Rejected("a fold before the first field", "RFC 9112 §2.2", "HTTP/1.1 200 OK\r\n X-Value: a\r\nContent-Length: 2\r\n\r\nok"),
        Rejected("a space within a name", Rfc, With("X Value: a")),
        Rejected("a control character in a name", Rfc, With("X\u0001: a")),
        Rejected("a byte beyond ASCII in a name", Rfc, With("X\u00e9: a")),
        Rejected("a NUL in a name", Rfc, With("X\0: a")),
        Rejected("a NUL in a value", "RFC 9110 §5.5", With("X-Value: a\0b")),
        Rejected("a CR in a value", "RFC 9110 §5.5", With("X-Value: a\rb")),
        Rejected("an LF in a value", "RFC 9110 §5.5", With("X-Value: a\nb")),
        Rejected("a DEL in a value", "RFC 9110 §5.5", With("X-Value: a\u007f")),
        Rejected("CR CR LF after a field", "RFC 9112 §2.2", With("X-Value: a\r")),
        Rejected("LF after a field", "RFC 9112 §2.2", "HTTP/1.1 200 OK\r\nX-Value: a\nContent-Length: 2\r\n\r\nok"),
        Rejected("LF for the empty line", "RFC 9112 §2.2", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nok"),
        Rejected("a head within LF LF", "RFC 9112 §2.2", "HTTP/1.1 200 OK\r\nContent-Length: 2\n\nok\r\n\r\n"),
        Rejected("a field after a lone LF", "RFC 9112 §2.2", With("X-Value: a\nSet-Cookie: stolen=1")),
    ];

    private static string With(params string[] fields) =>
        $"HTTP/1.1 200 OK\r\n{string.Concat(fields.Select(field => field + "\r\n"))}Content-Length: 0\r\n\r\n";
}
