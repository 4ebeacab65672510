using LoadBalancer.Tests.Functional.Messages;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>The building blocks of generated requests.</summary>
internal static class RequestGrammar
{
    private const int Longest = 1_000;

    private static readonly string[] Good = [.. TextsOf(isGood: true)];
    private static readonly string[] Bad = [.. TextsOf(isGood: false)];

    /// <summary>Text that makes a message valid or invalid.</summary>
    private static readonly string[] Words =
    [
        "\r\n", "\r\n\r\n", "\n", "\r", " ", "\t", ": ", ",", ";", "0\r\n\r\n", "5\r\nhello\r\n", "5;a=b\r\n", "0\r\n", "ffffffff\r\n",
        "7fffffff", "00000000000000000005",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n", "transfer-encoding:\tchunked\r\n",
        "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: identity\r\n",
        "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: 5, 5\r\n", "Content-Length : 5\r\n", "content-length: +5\r\n",
        "Content-Length: 35\r\n",
        "Host: b.test\r\n", "Host:\r\n", "Connection: close\r\n", "Connection: Transfer-Encoding\r\n", "Connection: keep-alive, Host\r\n",
        "Expect: 100-continue\r\n", "TE: trailers\r\n",
        "X: y\r\n", "X:\r\n", " folded\r\n", "GET /smuggled HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "POST /smuggled HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "chunked", "GET ", "HEAD ", "OPTIONS * HTTP/1.1", "http://a.test/", "/a?b=c", "%00",
        "\r\nX-Trailer: x\r\n",
    ];

    public static Mutator From(int seed) => new(seed, Good, Bad, Words);

    private static IEnumerable<string> TextsOf(bool isGood) =>
        RequestMessages.All.Where(message => message.Text.Length <= Longest && message.Outcome == MessageOutcome.Accepted == isGood)
            .Select(message => message.Text);
}
