using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>The host of a request: stated once and well formed; the authority of a target in absolute form replaces it.</summary>
internal static class HostMessages
{
    private const string Once = "RFC 9112 §3.2";
    private const string Syntax = "RFC 9110 §7.2";
    private const string Characters = "RFC 3986 §3.2.2";
    private const string Port = "RFC 3986 §3.2.3";
    private const string User = "RFC 9110 §4.2.4";
    private const string Absolute = "RFC 9112 §3.2.2";

    public static readonly RequestMessage[] All =
    [
        Good("name", Syntax, "a.test"),
        Good("name and port", Port, "a.test:8080"),
        Good("name in mixed case", Characters, "A.Test"),
        Good("name with a hyphen, an underscore and digits", Characters, "a-b_1.test"),
        Good("name with its last point", Characters, "a.test."),
        Good("address of IPv4", Characters, "127.0.0.1:80"),
        Good("address of IPv6", Characters, "[2001:db8::1]"),
        Good("address of IPv6 and port", Characters, "[::1]:8080"),
        Accepted("Host without white space before it", "RFC 9112 §5.1", "GET / HTTP/1.1\r\nHost:a.test\r\n\r\n", SeenGet()),
        Accepted("Host with white space around it", "RFC 9112 §5.1", "GET / HTTP/1.1\r\nHost: \t a.test \t\r\n\r\n", SeenGet()),
        Accepted("Host in lower case", "RFC 9110 §5.1", "GET / HTTP/1.1\r\nhost: a.test\r\n\r\n", SeenGet()),
        Accepted("Host in upper case after other fields", Syntax, "GET / HTTP/1.1\r\nX: 1\r\nHOST: a.test\r\n\r\n", SeenGet()),
        Accepted(
            "Host of an absolute form in another case",
            "RFC 3986 §6.2.2.1",
            Line("GET http://A.TEST/x HTTP/1.1"),
            SeenGet("/x") with { Host = "A.TEST" }),
        AbsoluteForm("in upper case, as Host", "A.TEST", "A.TEST"),
        AbsoluteForm("with the default port, which Host omits", "a.test:80", "a.test"),
        AbsoluteForm("with an address in upper case", "[2001:DB8::1]", "[2001:DB8::1]"),
        AbsoluteForm("with another host than Host", "b.test", "a.test"),
        AbsoluteForm("with another port than Host", "a.test:8080", "a.test"),
        AbsoluteForm("whose host begins like Host", "a.test.other.test", "a.test"),
        AbsoluteForm("whose host is a part of Host", "a.test", "other.a.test"),
        AcceptedAndClosed(
            "absolute form and another Host in HTTP/1.0", Absolute, Line("GET http://b.test/ HTTP/1.0"),
            SeenGet() with { Host = "b.test" }),
        AcceptedAndClosed("no Host in HTTP/1.0", Once, "GET / HTTP/1.0\r\n\r\n", SeenGet() with { Host = null }),
        AcceptedAndClosed("no Host, an absolute form in HTTP/1.0", Absolute, "GET http://a.test/x HTTP/1.0\r\n\r\n", SeenGet("/x")),

        Declined(
            "Host that the framework rejects, on its path",
            Once,
            "GET / HTTP/1.1\r\nHost: a.tes(t\r\nConnection: Upgrade\r\nUpgrade: frobnicate\r\n\r\n",
            400),
        Declined("Host with an invalid port, on the framework's path", Port, "GET / HTTP/1.0\r\nHost: a.test:99999\r\n\r\n", 400),

        Rejected("no Host", Once, "GET / HTTP/1.1\r\n\r\n"),
        Rejected("no Host among other fields", Once, "GET / HTTP/1.1\r\nX: 1\r\nY: 2\r\n\r\n"),
        Rejected("no Host, an absolute form", Once, "GET http://a.test/ HTTP/1.1\r\n\r\n"),
        Rejected("two hosts, equal", Once, Get("Host: a.test")),
        Rejected("two hosts", Once, Get("Host: b.test")),
        Rejected("two hosts, other fields between", Once, Get("X: 1", "host: b.test")),
        Rejected("two hosts, the second empty", Once, Get("Host:")),
        Rejected("two hosts in HTTP/1.0", Once, "GET / HTTP/1.0\r\nHost: a.test\r\nHost: b.test\r\n\r\n"),
        Rejected("two hosts, the first empty", Once, "GET / HTTP/1.1\r\nHost:\r\nHost: a.test\r\n\r\n"),
        Bad("empty", Once, ""),
        Bad("of white space", Once, "\t "),
        Rejected("Host, empty, in HTTP/1.0", Once, "GET / HTTP/1.0\r\nHost:\r\n\r\n"),
        Bad("with a list", Syntax, "a.test, b.test"),
        Bad("with a comma", Syntax, "a.test,b.test"),
        Bad("with a space", Characters, "a b.test"),
        Bad("with a tab", Characters, "a\tb.test"),
        Bad("with a path", Syntax, "a.test/x"),
        Bad("with a slash", Syntax, "a.test/"),
        Bad("with a query", Syntax, "a.test?x"),
        Bad("with a fragment", Syntax, "a.test#x"),
        Bad("with a scheme", Syntax, "http://a.test"),
        Bad("with a user", User, "user@a.test"),
        Bad("with a user and a password", User, "a.test:80@b.test"),
        Bad("with a backslash", Characters, "a.test\\b"),
        Bad("in quotes", Characters, "\"a.test\""),
        Bad("in angles", Characters, "<a.test>"),
        Bad("in braces", Characters, "{a.test}"),
        Bad("with a bar", Characters, "a|b.test"),
        Bad("with half an escape", "RFC 3986 §2.1", "a%.test"),
        Bad("in UTF-8", Characters, "caf\u00c3\u00a9.test"),
        Bad("in Latin-1", Characters, "caf\u00e9.test"),
        Bad("with NUL", Characters, "a.test\0"),
        Bad("with 0x01", Characters, "a\u0001.test"),
        Bad("with DEL", Characters, "a\u007f.test"),
        Bad("of a port alone", Characters, ":80"),
        Bad("of a colon alone", Characters, ":"),
        Bad("with two ports", Port, "a.test:80:80"),
        Bad("with a port of letters", Port, "a.test:http"),
        Bad("with a negative port", Port, "a.test:-1"),
        Bad("with a sign before its port", Port, "a.test:+80"),
        Bad("with a space before its port", Port, "a.test: 80"),
        Bad("with a port of six digits", Port, "a.test:123456"),
        Bad("of an address without brackets", Characters, "::1"),
        Bad("of an address with half its brackets", Characters, "[::1"),
        Bad("of an address with the other half", Characters, "::1]"),
        Bad("of empty brackets", Characters, "[]"),
        Bad("of a name in brackets", Characters, "[a.test]"),
        Bad("of an address with a bad digit", Characters, "[::g]"),
        Bad("of an address and a name", Characters, "[::1]a.test"),
        Bad("of an address, a colon and letters", Port, "[::1]:x"),
        Rejected("Host folded after its value", "RFC 9112 §5.2", "GET / HTTP/1.1\r\nHost: a.test\r\n\tb.test\r\n\r\n"),

        Rejected("absolute form and an empty Host", Absolute, "GET http://a.test/ HTTP/1.1\r\nHost:\r\n\r\n"),
        Rejected("absolute form and two hosts", Once, "GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\nHost: a.test\r\n\r\n"),
    ];

    private static RequestMessage AbsoluteForm(string what, string authority, string host) => Accepted(
        $"absolute form {what}", Absolute, $"GET http://{authority}/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
        SeenGet() with { Host = authority });

    private static RequestMessage Good(string what, string rfc, string host) =>
        Accepted($"Host: {what}", rfc, $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", SeenGet() with { Host = host });

    private static RequestMessage Bad(string what, string rfc, string host) =>
        Rejected($"Host {what}", rfc, $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
}
