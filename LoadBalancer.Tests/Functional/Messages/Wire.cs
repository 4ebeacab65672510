namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>The parts that messages are written with.</summary>
internal static class Wire
{
    /// <summary>What an attacker hopes a server reads as a request.</summary>
    public const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a.test\r\n\r\n";

    /// <summary>A request line before what every request has.</summary>
    public static string Line(string requestLine) => $"{requestLine}\r\nHost: a.test\r\n\r\n";

    /// <summary>A GET with lines of fields, each without its end.</summary>
    public static string Get(params string[] fields) => $"GET / HTTP/1.1\r\nHost: a.test\r\n{Lines(fields)}\r\n";

    /// <summary>A POST with one more line of fields, or several with their ends between them.</summary>
    public static string Post(string fields, string body) => $"POST / HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n\r\n{body}";

    /// <summary>A POST whose content comes in chunks, which are given as they are sent.</summary>
    public static string Chunked(string chunks) => Post("Transfer-Encoding: chunked", chunks);

    /// <summary>A POST in one chunk with lines of trailers, each without its end.</summary>
    public static string Trailers(params string[] trailers) => Chunked($"5\r\nhello\r\n0\r\n{Lines(trailers)}\r\n");

    /// <summary>What a server sees of <see cref="Get"/>.</summary>
    public static SeenRequest SeenGet(string target = "/") => new("GET", target);

    /// <summary>What a server sees of <see cref="Post"/>.</summary>
    public static SeenRequest SeenPost(string body) => new("POST", "/", body);

    private static string Lines(string[] fields) => string.Concat(fields.Select(field => field + "\r\n"));
}
