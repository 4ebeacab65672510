using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Connection must not strip the header fields that frame and route a message; also expectations and limits.</summary>
internal static class ConnectionMessages
{
    private const string Connection = "RFC 9110 §7.6.1";
    private const string Expect = "RFC 9110 §10.1.1";
    private const string TargetTooLong = "RFC 9110 §15.5.15";
    private const string FieldsTooLarge = "RFC 6585 §5";

    private static readonly string LongValue = new('v', 16_000);

    public static readonly RequestMessage[] All =
    [
        Accepted(
            "Connection names Content-Length",
            Connection,
            Post("Connection: Content-Length\r\nContent-Length: 5", "hello"),
            SeenPost("hello")),
        Accepted(
            "Connection names Content-Length, a request as content",
            Connection,
            Post($"Connection: Content-Length\r\nContent-Length: {Smuggled.Length}", Smuggled),
            SeenPost(Smuggled)),
        Accepted(
            "Connection names Transfer-Encoding",
            Connection,
            Post("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"),
            SeenPost("hello")),
        Accepted("Connection names Host", Connection, Get("Connection: Host"), SeenGet()),
        Accepted("Connection is an empty list", Connection, Get("Connection: , ,"), SeenGet()),
        Accepted("Connection names itself", Connection, Get("Connection: Connection"), SeenGet()),

        Accepted("expectation of 100", Expect, Post("Expect: 100-continue\r\nContent-Length: 5", "hello"), SeenPost("hello")),
        Accepted(
            "expectation of 100 in another case", Expect, Post("Expect: 100-Continue\r\nContent-Length: 5", "hello"), SeenPost("hello")),
        Accepted(
            "expectation of 100 with chunks",
            Expect,
            Post("Expect: 100-continue\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"),
            SeenPost("hello")),
        Accepted("expectation of 100 without content", Expect, Get("Expect: 100-continue"), SeenGet()),
        AcceptedAndClosed(
            "expectation of 100 in HTTP/1.0",
            Expect,
            "POST / HTTP/1.0\r\nHost: a.test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
            SeenPost("hello")),
        Declined("expectation of something else", Expect, Get("Expect: 200-ok"), 417),
        Declined("expectation of something else with content", Expect, Post("Expect: frobnicate\r\nContent-Length: 5", "hello"), 417),
        Declined("expectation of 100 and something else", Expect, Get("Expect: 100-continue, frobnicate"), 417),

        Accepted("50 fields", FieldsTooLarge, Get([.. Enumerable.Range(0, 50).Select(i => $"X-{i}: 1")]), SeenGet()),
        Accepted("field of 16,000 letters", FieldsTooLarge, Get($"X: {LongValue}"), SeenGet() with { Field = $"X: {LongValue}" }),
        Rejected("2,000 fields", FieldsTooLarge, Get([.. Enumerable.Range(0, 2_000).Select(i => $"X-{i}: 1")]), 431),
        Rejected("field of 200,000 letters", FieldsTooLarge, Get($"X: {new string('v', 200_000)}"), 431),
        Rejected("name of 200,000 letters", FieldsTooLarge, Get($"{new string('n', 200_000)}: 1"), 431),
        Rejected(
            "200 fields of 1,000 letters",
            FieldsTooLarge,
            Get([.. Enumerable.Range(0, 200).Select(i => $"X-{i}: {new string('v', 1_000)}")]),
            431),
        Rejected("path of 200,000 letters", TargetTooLong, Line($"GET /{new string('p', 200_000)} HTTP/1.1"), 414),
        Rejected("query of 200,000 letters", TargetTooLong, Line($"GET /?{new string('q', 200_000)} HTTP/1.1"), 414),
        Rejected("absolute form of 200,000 letters", TargetTooLong, Line($"GET http://a.test/{new string('p', 200_000)} HTTP/1.1"), 414),
    ];
}
