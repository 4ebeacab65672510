using static LoadBalancer.Tests.Functional.Relay.ResponseMessage;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>The status line of a response.</summary>
internal static class StatusLineResponses
{
    private const string Rfc = "RFC 9112 §4";
    private const string Rest = "\r\nContent-Length: 2\r\n\r\nok";

    public static readonly ResponseMessage[] All =
    [
        Passed("an ordinary answer", Rfc, "HTTP/1.1 200 OK" + Rest, content: "ok"),
        Passed("a reason of one's own", Rfc, "HTTP/1.1 200 All is  well" + Rest, content: "ok"),
        Passed("a reason beyond ASCII", Rfc, "HTTP/1.1 200 \u00c4\u00ff" + Rest, content: "ok"),
        Passed("an empty reason", Rfc, "HTTP/1.1 200 " + Rest, content: "ok"),
        Passed("no reason and no space", Rfc, "HTTP/1.1 200" + Rest, content: "ok"),
        Passed("a status that nobody knows", "RFC 9110 §15", "HTTP/1.1 299 ?" + Rest, 299, "ok"),
        Passed("a status beyond the classes", "RFC 9110 §15", "HTTP/1.1 999 ?" + Rest, 999, "ok"),
        PassedAndClosed("HTTP/1.0", "RFC 9112 §9.3", "HTTP/1.0 200 OK" + Rest, content: "ok"),
        PassedAndClosed(
            "HTTP/1.0 kept alive, which is not believed",
            "RFC 9112 §C.2.2",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive" + Rest,
            content: "ok"),
        Refused("HTTP/2.0", Rfc, "HTTP/2.0 200 OK" + Rest),
        Refused("HTTP/1.2", Rfc, "HTTP/1.2 200 OK" + Rest),
        Refused("HTTP/0.9", "RFC 9112 §A", "<html>hello</html>"),
        Refused("version in small letters", Rfc, "http/1.1 200 OK" + Rest),
        Refused("version with a long minor", Rfc, "HTTP/1.10 200 OK" + Rest),
        Refused("another protocol", Rfc, "220 mail.test ESMTP\r\n"),
        Refused("ICY", Rfc, "ICY 200 OK" + Rest),
        Refused("an empty line first", Rfc, "\r\nHTTP/1.1 200 OK" + Rest),
        Refused("a space first", Rfc, " HTTP/1.1 200 OK" + Rest),
        Refused("a NUL first", Rfc, "\0HTTP/1.1 200 OK" + Rest),
        Refused("two spaces before the status", Rfc, "HTTP/1.1  200 OK" + Rest),
        Refused("a tab before the status", Rfc, "HTTP/1.1\t200 OK" + Rest),
        Refused("a tab after the status", Rfc, "HTTP/1.1 200\tOK" + Rest),
        Refused("status 99", Rfc, "HTTP/1.1 99 Low" + Rest),
        Refused("status 099", Rfc, "HTTP/1.1 099 Low" + Rest),
        Refused("status 1000", Rfc, "HTTP/1.1 1000 High" + Rest),
        Refused("status with a sign", Rfc, "HTTP/1.1 +20 OK" + Rest),
        Refused("status in letters", Rfc, "HTTP/1.1 2xx OK" + Rest),
        Refused("no status", Rfc, "HTTP/1.1" + Rest),
        Refused("NUL in the reason", Rfc, "HTTP/1.1 200 O\0K" + Rest),
        Refused("DEL in the reason", Rfc, "HTTP/1.1 200 O\u007fK" + Rest),
        Refused("CR in the reason", Rfc, "HTTP/1.1 200 O\rK" + Rest),
        Refused("LF after the status line", "RFC 9112 §2.2", "HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nok"),
        Refused("LF everywhere", "RFC 9112 §2.2", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
        Refused("CR everywhere", "RFC 9112 §2.2", "HTTP/1.1 200 OK\rContent-Length: 2\r\rok") with { Closes = true },
    ];
}
