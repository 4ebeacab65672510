using static LoadBalancer.Tests.Functional.Relay.ResponseMessage;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Interim responses (RFC 9110 §15.2).</summary>
internal static class InterimResponses
{
    private const string Rfc = "RFC 9110 §15.2";
    private const string Final = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    public static readonly ResponseMessage[] All =
    [
        Passed("103", "RFC 8297", $"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n{Final}", content: "ok"),
        Passed(
            "103 three times",
            "RFC 8297",
            string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 3)) + Final,
            content: "ok"),
        Passed("102", Rfc, $"HTTP/1.1 102 Processing\r\n\r\n{Final}", content: "ok"),
        Passed("100 without an expectation", Rfc, $"HTTP/1.1 100 Continue\r\n\r\n{Final}", content: "ok"),
        Passed("100 twice", Rfc, $"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n{Final}", content: "ok"),
        Passed("100 with a length of 0, an old habit", Rfc, $"HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n{Final}", content: "ok"),
        Rejected(
            "101 without an upgrade request",
            "RFC 9110 §15.2.2",
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n{Final}"),
        Rejected("100 with content", "RFC 9110 §8.6", $"HTTP/1.1 100 Continue\r\nContent-Length: 41\r\n\r\n{Final}"),
        Rejected("103 in chunks", "RFC 9112 §6.1", $"HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Final}"),
        Rejected("103 and then nonsense", Rfc, "HTTP/1.1 103 Early Hints\r\n\r\nnonsense\r\n"),
        Rejected("103 and then nothing", Rfc, "HTTP/1.1 103 Early Hints\r\n\r\n") with { Closes = true },
    ];
}
