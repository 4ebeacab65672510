using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// The four forms of a request target and the characters allowed in them. <see cref="RequestTargetTests"/> tests what arrives of legal
/// targets.
/// </summary>
internal static class TargetMessages
{
    private const string Space = "RFC 9112 §3";
    private const string Forms = "RFC 9112 §3.2";
    private const string Origin = "RFC 9112 §3.2.1";
    private const string Absolute = "RFC 9112 §3.2.2";
    private const string Authority = "RFC 9112 §3.2.3";
    private const string Asterisk = "RFC 9112 §3.2.4";
    private const string Characters = "RFC 3986 §2";
    private const string Fragment = "RFC 9110 §7.1";
    private const string Http = "RFC 9110 §4.2.1";

    private static readonly string EightKibibytes = $"/{new string('p', 8_191)}";

    public static readonly RequestMessage[] All =
    [
        Accepted("path and query", Origin, Line("GET /a/b?c=d&e HTTP/1.1"), SeenGet("/a/b?c=d&e")),
        Accepted("dot segments", "RFC 3986 §6.2.2.3", Line("GET /a/../%2e%2e/./b HTTP/1.1"), SeenGet("/a/../%2e%2e/./b")),
        Accepted("two slashes first", Origin, Line("GET //other.test/x HTTP/1.1"), SeenGet("//other.test/x")),
        Accepted("escaped CR LF", "RFC 3986 §2.1", Line("GET /%0d%0aHost:%20other.test HTTP/1.1"), SeenGet("/%0d%0aHost:%20other.test")),
        Accepted("escaped fragment", "RFC 3986 §2.1", Line("GET /a%23b HTTP/1.1"), SeenGet("/a%23b")),
        Accepted("URL in the query", Origin, Line("GET /?url=http://other.test/?x HTTP/1.1"), SeenGet("/?url=http://other.test/?x")),
        Accepted("target of 8 KiB", Space, Line($"GET {EightKibibytes} HTTP/1.1"), SeenGet(EightKibibytes)),
        Accepted("absolute form", Absolute, Line("GET http://a.test/x?y=1 HTTP/1.1"), SeenGet("/x?y=1")),
        Accepted("absolute form without a path", "RFC 9110 §4.2.3", Line("GET http://a.test HTTP/1.1"), SeenGet()),
        Accepted("absolute form with a query and no path", "RFC 9112 §3.2.1", Line("GET http://a.test?x=1 HTTP/1.1"), SeenGet("/?x=1")),
        Accepted("absolute form, dot segments", "RFC 9110 §7.7", Line("GET http://a.test/a/../%62//c HTTP/1.1"), SeenGet("/a/../%62//c")),
        Accepted("absolute form, scheme in upper case", "RFC 3986 §3.1", Line("GET HTTP://a.test/x?Y=Z HTTP/1.1"), SeenGet("/x?Y=Z")),
        Accepted("absolute form, scheme in mixed case", "RFC 3986 §3.1", Line("GET hTtP://a.test HTTP/1.1"), SeenGet()),
        Accepted("absolute form, scheme in upper case in HTTP/1.2", "RFC 3986 §3.1", Line("GET HTTP://a.test/x HTTP/1.2"), SeenGet("/x")),
        AcceptedAndClosed(
            "absolute form, scheme in upper case in HTTP/1.0", "RFC 3986 §3.1", "GET HTTP://a.test/x HTTP/1.0\r\n\r\n", SeenGet("/x")),
        Accepted("query with an escaped NUL", "RFC 3986 §2.1", Line("GET /x?q=%00 HTTP/1.1"), SeenGet("/x?q=%00")),
        Declined("asterisk with OPTIONS", Asterisk, Line("OPTIONS * HTTP/1.1"), 204),

        Rejected("fragment", Fragment, Line("GET /a#b HTTP/1.1")),
        Rejected("fragment, empty", Fragment, Line("GET /a# HTTP/1.1")),
        Rejected("fragment alone", Fragment, Line("GET # HTTP/1.1")),
        Rejected("fragment after a query", Fragment, Line("GET /?url=http://other.test/?x#y HTTP/1.1")),
        Rejected("fragment before a query", Fragment, Line("GET /#?x=1 HTTP/1.1")),
        Rejected("fragment in absolute form", Fragment, Line("GET http://a.test/#x HTTP/1.1")),
        Rejected("fragment after an authority", Fragment, Line("GET http://a.test#x HTTP/1.1")),

        Rejected("target with a space", Space, Line("GET /a b HTTP/1.1")),
        Rejected("target with a tab", Characters, Line("GET /a\tb HTTP/1.1")),
        Rejected("target with NUL", Characters, Line("GET /a\0b HTTP/1.1")),
        Rejected("target with 0x01", Characters, Line("GET /\u0001 HTTP/1.1")),
        Rejected("target with a vertical tab", Characters, Line("GET /a\vb HTTP/1.1")),
        Rejected("target with 0x1F", Characters, Line("GET /?\u001f HTTP/1.1")),
        Rejected("target with DEL", Characters, Line("GET /a\u007f HTTP/1.1")),
        Rejected("target with an escaped NUL", "RFC 3986 §7.3", Line("GET /%00 HTTP/1.1")),
        Rejected("target with CR", "RFC 9112 §2.2", Line("GET /a\rb HTTP/1.1")),
        Rejected("target with 0x80", Characters, Line("GET /\u0080 HTTP/1.1")),
        Rejected("target with 0xFF", Characters, Line("GET /\u00ff HTTP/1.1")),
        Rejected("target in Latin-1", Characters, Line("GET /caf\u00e9 HTTP/1.1")),
        Rejected("target in UTF-8", Characters, Line("GET /caf\u00c3\u00a9 HTTP/1.1")),
        Rejected("query in UTF-8", Characters, Line("GET /?q=\u00e4\u00bd\u00a0 HTTP/1.1")),
        Rejected("target with an overlong slash in UTF-8", Characters, Line("GET /..\u00c0\u00af HTTP/1.1")),

        Rejected("target without its slash", Origin, Line("GET a HTTP/1.1")),
        Rejected("target that is a query", Origin, Line("GET ?a=b HTTP/1.1")),
        Rejected("target that begins with a backslash", Origin, Line("GET \\a HTTP/1.1")),
        Rejected("target that begins with an escape", Origin, Line("GET %2Fa HTTP/1.1")),
        Rejected("target that begins with a point", Origin, Line("GET ../a HTTP/1.1")),
        Rejected("target that begins with a colon", Forms, Line("GET ://a.test/ HTTP/1.1")),
        Rejected("asterisk with GET", Asterisk, Line("GET * HTTP/1.1")),
        Rejected("asterisk with POST", Asterisk, Line("POST * HTTP/1.1")),
        Rejected("asterisk with HEAD", Asterisk, Line("HEAD * HTTP/1.1")),
        Rejected("asterisk with options in lower case", Asterisk, Line("options * HTTP/1.1")),
        Rejected("asterisk and more with OPTIONS", Asterisk, Line("OPTIONS *x HTTP/1.1")),
        Rejected("asterisk and a query with OPTIONS", Asterisk, Line("OPTIONS *?x HTTP/1.1")),
        Rejected("asterisk and a slash with OPTIONS", Asterisk, Line("OPTIONS */ HTTP/1.1")),
        Rejected("authority with GET", Authority, Line("GET a.test:80 HTTP/1.1")),
        Rejected("host with GET", Authority, Line("GET a.test HTTP/1.1")),
        Rejected("authority with POST", Authority, Line("POST a.test:443 HTTP/1.1")),

        Rejected("absolute form without a host", Http, Line("GET http:///x HTTP/1.1")),
        Rejected("absolute form of a scheme alone", Http, Line("GET http:// HTTP/1.1")),
        Rejected("absolute form with one slash", Http, Line("GET http:/x HTTP/1.1")),
        Rejected("absolute form with no slash", Http, Line("GET http:x HTTP/1.1")),
        Rejected("absolute form with a port and no host", Http, Line("GET http://:80/x HTTP/1.1")),
        Rejected("absolute form with a user", "RFC 9110 §4.2.4", Line("GET http://user@a.test/x HTTP/1.1")),
        Rejected("absolute form with a user like a host", "RFC 9110 §4.2.4", Line("GET http://a.test:80@other.test/x HTTP/1.1")),
        Rejected("absolute form with a port of letters", "RFC 3986 §3.2.3", Line("GET http://a.test:http/x HTTP/1.1")),
        Rejected("absolute form with half an address", "RFC 3986 §3.2.2", Line("GET http://[::1/x HTTP/1.1")),
        Rejected("absolute form with a backslash in the host", "RFC 3986 §3.2.2", Line("GET http://a.test\\.other.test/x HTTP/1.1")),

        Rejected("absolute form of https in upper case without TLS", "RFC 9110 §7.4", Line("GET HTTPS://a.test/x HTTP/1.1"), 400, 421),
        Rejected("absolute form of ftp", "RFC 9110 §7.4", Line("GET ftp://a.test/x HTTP/1.1"), 400, 421),
        Rejected("absolute form of file", "RFC 9110 §7.4", Line("GET file:///etc/passwd HTTP/1.1"), 400, 421),
        Rejected("absolute form of https without TLS", "RFC 9110 §7.4", Line("GET https://a.test/x HTTP/1.1"), 400, 421),

        Rejected("CONNECT with a path", Authority, Line("CONNECT /x HTTP/1.1"), 400, 405, 501),
        Rejected("CONNECT with a URL", Authority, Line("CONNECT http://a.test/ HTTP/1.1"), 400, 405, 501),
        Declined("CONNECT", "RFC 9110 §9.3.6", "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n", 405, 501),
        Declined("TRACE", "RFC 9110 §9.3.8", Line("TRACE / HTTP/1.1"), 405, 501),
        Declined("TRACE with credentials", "RFC 9110 §9.3.8", "TRACE / HTTP/1.1\r\nHost: a.test\r\nCookie: secret=1\r\n\r\n", 405, 501),
    ];
}
