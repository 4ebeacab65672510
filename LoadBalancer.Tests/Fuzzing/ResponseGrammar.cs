using LoadBalancer.Tests.Functional.Relay;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>The building blocks of generated responses.</summary>
internal static class ResponseGrammar
{
    private const int Longest = 600;

    private static readonly string[] Good = [.. TextsOf(isGood: true)];
    private static readonly string[] Bad = [.. TextsOf(isGood: false)];

    /// <summary>Text that makes a message valid or invalid.</summary>
    private static readonly string[] Words =
    [
        "\r\n", "\r\n\r\n", "\n", "\r", " ", "\t", ": ", ",", ";", "0\r\n\r\n", "2\r\nok\r\n", "5;a=b\r\n", "0\r\n", "ffffffff\r\n",
        "7fffffff", "0000000000000002",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "transfer-encoding:\tCHUNKED\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: 2\r\n", "Content-Length: 0\r\n", "Content-Length: 2, 2\r\n", "Content-Length : 2\r\n", "Content-Length: 44\r\n",
        "Connection: close\r\n", "Connection: Content-Length\r\n", "X: y\r\n", "X:\r\n", " folded\r\n", "Trailer: X\r\n", "Date: x\r\n",
        "HTTP/1.0 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 204 ", "HTTP/1.1 304", "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early\r\n\r\n", "HTTP/1.1 101 x\r\n\r\n", "200", "99", "chunked",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstole",
    ];

    public static Mutator From(int seed) => new(seed, Good, Bad, Words);

    private static IEnumerable<string> TextsOf(bool isGood) => ResponseMessages.All
        .Where(message => message.Text.Length <= Longest
            && (message.Outcome is ResponseOutcome.Passed or ResponseOutcome.PassedAndClosed) == isGood)
        .Select(message => message.Text);
}
