using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Methods and versions, and the white space of the request line.</summary>
internal static class RequestLineMessages
{
    private const string Method = "RFC 9110 §9.1";
    private const string Tokens = "RFC 9110 §5.6.2";
    private const string Space = "RFC 9112 §3";
    private const string Version = "RFC 9112 §2.3";
    private const string OtherVersion = "RFC 9110 §15.6.6";
    private const string LaterVersion = "RFC 9110 §2.5";

    private static readonly string LongestMethod = new('M', 32);

    public static readonly RequestMessage[] All =
    [
        Accepted("an ordinary GET", Space, Line("GET / HTTP/1.1"), SeenGet()),
        Rejected("well-known method in lower case", Method, Line("get / HTTP/1.1")),
        Rejected("well-known method in mixed case", Method, Line("Options / HTTP/1.1")),
        Accepted("method in lower case", Method, Line("purge / HTTP/1.1"), new SeenRequest("purge", "/")),
        Accepted("method in mixed case", Method, Line("Purge / HTTP/1.1"), new SeenRequest("Purge", "/")),
        Accepted("unregistered method", Method, Line("frobnicate / HTTP/1.1"), new SeenRequest("frobnicate", "/")),
        Accepted("method with a hyphen", Method, Line("M-SEARCH / HTTP/1.1"), new SeenRequest("M-SEARCH", "/")),
        Accepted("method of one letter", Method, Line("G / HTTP/1.1"), new SeenRequest("G", "/")),
        Accepted(
            "method of every token character that is not a letter",
            Tokens,
            Line("!#$%&'*+-.^_`|~09 / HTTP/1.1"),
            new SeenRequest("!#$%&'*+-.^_`|~09", "/")),
        Accepted("method of 32 letters", Space, Line($"{LongestMethod} / HTTP/1.1"), new SeenRequest(LongestMethod, "/")),
        Accepted("HEAD", "RFC 9110 §9.3.2", Line("HEAD / HTTP/1.1"), new SeenRequest("HEAD", "/")),
        Accepted("DELETE without content", "RFC 9110 §9.3.5", Line("DELETE /x HTTP/1.1"), new SeenRequest("DELETE", "/x")),
        Accepted("OPTIONS of a resource", "RFC 9110 §9.3.7", Line("OPTIONS /x HTTP/1.1"), new SeenRequest("OPTIONS", "/x")),
        Accepted("POST without content and length", "RFC 9112 §6.3", Line("POST / HTTP/1.1"), new SeenRequest("POST", "/")),
        AcceptedAndClosed("HTTP/1.0", "RFC 9112 §9.3", Line("GET / HTTP/1.0"), SeenGet()),

        Rejected("method of 33 letters", Space, Line($"{LongestMethod}M / HTTP/1.1"), 400, 501),
        Rejected("method of 4,000 letters", Space, Line($"{new string('M', 4_000)} / HTTP/1.1"), 400, 501),
        Rejected("method with an at sign", Tokens, Line("G@T / HTTP/1.1")),
        Rejected("method with a parenthesis", Tokens, Line("GE(T / HTTP/1.1")),
        Rejected("method with a quote", Tokens, Line("\"GET\" / HTTP/1.1")),
        Rejected("method with a colon", Tokens, Line("GET: / HTTP/1.1")),
        Rejected("method with a slash", Tokens, Line("GE/T / HTTP/1.1")),
        Rejected("method with a comma", Tokens, Line("GET,POST / HTTP/1.1")),
        Rejected("method in braces", Tokens, Line("{GET} / HTTP/1.1")),
        Rejected("method with NUL", Tokens, Line("G\0T / HTTP/1.1")),
        Rejected("method with an escape character", Tokens, Line("\u001bGET / HTTP/1.1")),
        Rejected("method with DEL", Tokens, Line("GET\u007f / HTTP/1.1")),
        Rejected("method with a byte above 0x7F", Tokens, Line("G\u00c9T / HTTP/1.1")),
        Rejected("method before a no-break space", Tokens, Line("GET\u00a0/ HTTP/1.1")),
        Rejected("no method", Space, Line("/ HTTP/1.1")),

        Rejected("space before the method", Space, Line(" GET / HTTP/1.1")),
        Rejected("tab before the method", Space, Line("\tGET / HTTP/1.1")),
        Rejected("two spaces after the method", Space, Line("GET  / HTTP/1.1")),
        Rejected("two spaces before the version", Space, Line("GET /  HTTP/1.1")),
        Rejected("tab after the method", Space, Line("GET\t/ HTTP/1.1")),
        Rejected("tab before the version", Space, Line("GET /\tHTTP/1.1")),
        Rejected("vertical tab after the method", Space, Line("GET\v/ HTTP/1.1")),
        Rejected("form feed before the version", Space, Line("GET /\fHTTP/1.1")),
        Rejected("space after the version", Space, Line("GET / HTTP/1.1 ")),
        Rejected("tab after the version", Space, Line("GET / HTTP/1.1\t")),
        Rejected("four words", Space, Line("GET / x HTTP/1.1")),
        Rejected("two versions", Space, Line("GET / HTTP/1.1 HTTP/1.1")),
        Rejected("method alone", Space, Line("GET")),
        Rejected("no target", Space, Line("GET HTTP/1.1")),
        Rejected("no target between two spaces", Space, Line("GET  HTTP/1.1")),
        Rejected("white space alone", Space, Line("   ")),

        Rejected("no version, the simple request of HTTP/0.9", Version, "GET /\r\n"),
        Rejected("no version after a space", Version, Line("GET / ")),
        Rejected("no version before fields", Version, Line("GET /")),
        Rejected("version in lower case", Version, Line("GET / http/1.1")),
        Rejected("version in mixed case", Version, Line("GET / Http/1.1")),
        Rejected("version with a leading zero", Version, Line("GET / HTTP/01.1")),
        Rejected("minor version with a leading zero", Version, Line("GET / HTTP/1.01")),
        Rejected("version without its minor part", Version, Line("GET / HTTP/1")),
        Rejected("version that ends in its point", Version, Line("GET / HTTP/1.")),
        Rejected("version without its major part", Version, Line("GET / HTTP/.1")),
        Rejected("version without its point", Version, Line("GET / HTTP/11")),
        Rejected("version with a comma", Version, Line("GET / HTTP/1,1")),
        Rejected("version with three parts", Version, Line("GET / HTTP/1.1.1")),
        Rejected("version with a sign", Version, Line("GET / HTTP/+1.1")),
        Rejected("version with a letter", Version, Line("GET / HTTP/1.x")),
        Rejected("version with a space", Version, Line("GET / HTTP/ 1.1")),
        Rejected("version with a space before its slash", Version, Line("GET / HTTP /1.1")),
        Rejected("version without its slash", Version, Line("GET / HTTP1.1")),
        Rejected("version with NUL after it", Version, Line("GET / HTTP/1.1\0")),
        Rejected("version of another protocol", Version, Line("GET / HTTPS/1.1")),
        Rejected("version of ICY", Version, Line("GET / ICY/1.1")),
        Rejected("HTTP/0.9 in the request line", OtherVersion, Line("GET / HTTP/0.9"), 505),
        Rejected("HTTP/2.0 in the form of HTTP/1", OtherVersion, Line("GET / HTTP/2.0"), 505),
        Rejected("HTTP/3.0 in the form of HTTP/1", OtherVersion, Line("GET / HTTP/3.0"), 505),

        // A later minor version is read as 1.1 (RFC 9110 §2.5).
        Accepted("HTTP/1.2", LaterVersion, Line("GET / HTTP/1.2"), new SeenRequest("GET", "/")),
        Accepted("HTTP/1.9", LaterVersion, Line("GET / HTTP/1.9"), new SeenRequest("GET", "/")),
    ];
}
