using static LoadBalancer.Tests.Functional.Relay.ResponseMessage;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>The status line of a response.</summary>
internal static class StatusLineResponses
{
    private const string Rfc = "RFC 9112 §4";
    private const string Rest = "\r\nContent-Length: 2\r\n\r\nok";

    public static readonly ResponseMessage[] All =
    [
        Passed("an ordinary response", Rfc, "HTTP/1.1 200 OK" + Rest, content: "ok"),
        Passed("a custom reason", Rfc, "HTTP/1.1 200 All is  well" + Rest, content: "ok"),
        Passed("a reason beyond ASCII", Rfc, "HTTP/1.1 200 \u00c4\u00ff" + Rest, content: "ok"),
        Passed("an empty reason", Rfc, "HTTP/1.1 200 " + Rest, content: "ok"),
        Passed("no reason and no space", Rfc, "HTTP/1.1 200" + Rest, content: "ok"),
        Passed("an unknown status", "RFC 9110 §15", "HTTP/1.1 299 ?" + Rest, 299, "ok"),
        Passed("a status beyond the classes", "RFC 9110 §15", "HTTP/1.1 999 ?" + Rest, 999, "ok"),
        PassedAndClosed("HTTP/1.0", "RFC 9112 §9.3", "HTTP/1.0 200 OK" + Rest, content: "ok"),
        PassedAndClosed(
            "HTTP/1.0 with keep-alive, which is ignored",
            "RFC 9112 §C.2.2",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive" + Rest,
            content: "ok"),
        Rejected("HTTP/2.0", Rfc, "HTTP/2.0 200 OK" + Rest),
        Rejected("HTTP/1.2", Rfc, "HTTP/1.2 200 OK" + Rest),
        Rejected("HTTP/0.9", "RFC 9112 §A", "<html>hello</html>"),
        Rejected("version in lower case", Rfc, "http/1.1 200 OK" + Rest),
        Rejected("version with a long minor", Rfc, "HTTP/1.10 200 OK" + Rest),
        Rejected("another protocol", Rfc, "220 mail.test ESMTP\r\n"),
        Rejected("ICY", Rfc, "ICY 200 OK" + Rest),
        Rejected("an empty line first", Rfc, "\r\nHTTP/1.1 200 OK" + Rest),
        Rejected("a space first", Rfc, " HTTP/1.1 200 OK" + Rest),
        Rejected("a NUL first", Rfc, "\0HTTP/1.1 200 OK" + Rest),
        Rejected("two spaces before the status", Rfc, "HTTP/1.1  200 OK" + Rest),
        Rejected("a tab before the status", Rfc, "HTTP/1.1\t200 OK" + Rest),
        Rejected("a tab after the status", Rfc, "HTTP/1.1 200\tOK" + Rest),
        Rejected("status 99", Rfc, "HTTP/1.1 99 Low" + Rest),
        Rejected("status 099", Rfc, "HTTP/1.1 099 Low" + Rest),
        Rejected("status 1000", Rfc, "HTTP/1.1 1000 High" + Rest),
        Rejected("status with a sign", Rfc, "HTTP/1.1 +20 OK" + Rest),
        Rejected("status in letters", Rfc, "HTTP/1.1 2xx OK" + Rest),
        Rejected("no status", Rfc, "HTTP/1.1" + Rest),
        Rejected("NUL in the reason", Rfc, "HTTP/1.1 200 O\0K" + Rest),
        Rejected("DEL in the reason", Rfc, "HTTP/1.1 200 O\u007fK" + Rest),
        Rejected("CR in the reason", Rfc, "HTTP/1.1 200 O\rK" + Rest),
        Rejected("LF after the status line", "RFC 9112 §2.2", "HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nok"),
        Rejected("LF everywhere", "RFC 9112 §2.2", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
        Rejected("CR everywhere", "RFC 9112 §2.2", "HTTP/1.1 200 OK\rContent-Length: 2\r\rok") with { Closes = true },
    ];
}
