namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Building blocks for messages.</summary>
internal static class Wire
{
    /// <summary>What an attacker hopes that a server reads as a request.</summary>
    public const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a.test\r\n\r\n";

    /// <summary>Returns a request line followed by what every request has.</summary>
    public static string Line(string requestLine) => $"{requestLine}\r\nHost: a.test\r\n\r\n";

    /// <summary>Returns a GET with header field lines, which are given without line ends.</summary>
    public static string Get(params string[] fields) => $"GET / HTTP/1.1\r\nHost: a.test\r\n{Lines(fields)}\r\n";

    /// <summary>Returns a POST with one more header field line, or several with line ends between them.</summary>
    public static string Post(string fields, string body) => $"POST / HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n\r\n{body}";

    /// <summary>Returns a POST whose body consists of chunks, given as they are sent.</summary>
    public static string Chunked(string chunks) => Post("Transfer-Encoding: chunked", chunks);

    /// <summary>Returns a POST in one chunk with trailer lines, which are given without line ends.</summary>
    public static string Trailers(params string[] trailers) => Chunked($"5\r\nhello\r\n0\r\n{Lines(trailers)}\r\n");

    /// <summary>Returns what a server sees of <see cref="Get"/>.</summary>
    public static SeenRequest SeenGet(string target = "/") => new("GET", target);

    /// <summary>Returns what a server sees of <see cref="Post"/>.</summary>
    public static SeenRequest SeenPost(string body) => new("POST", "/", body);

    private static string Lines(string[] fields) => string.Concat(fields.Select(field => field + "\r\n"));
}
