namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A kind of load.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="ResponseBytes">The length of a response body.</param>
/// <param name="Connections">The number of clients, each with one request at a time, or ten with HTTP/2.</param>
/// <param name="KeepsAlive">Whether a connection carries more than one request.</param>
/// <param name="IsHttp2">Whether clients use HTTP/2, without TLS.</param>
internal sealed record Scenario(string Name, int ResponseBytes, int Connections, bool KeepsAlive = true, bool IsHttp2 = false)
{
    private const int Small = 100;
    private const int Kibi = 1_024;

    /// <summary>The scenario that all others are compared with: 64 keep-alive connections, small responses.</summary>
    public static readonly Scenario Ordinary = new("keep-alive, 0.1 KiB, 64 connections", Small, 64);

    /// <summary>
    /// All scenarios. The first is <see cref="Ordinary"/>, so that the peak memory measured with it is not that of another scenario.
    /// </summary>
    public static readonly Scenario[] All =
    [
        Ordinary,
        new("keep-alive, 10 KiB, 64 connections", 10 * Kibi, 64),
        new("keep-alive, 1,000 KiB, 64 connections", 1_000 * Kibi, 64),
        new("keep-alive, 0.1 KiB, 1,000 connections", Small, 1_000),
        new("new connections, 0.1 KiB, 64 at once", Small, 64, KeepsAlive: false),
        new("HTTP/2, 0.1 KiB, 64 connections", Small, 64, IsHttp2: true),
    ];

    /// <summary>Whether a proxy runs different code for it than for the scenarios before it, and so needs a warm-up.</summary>
    public bool NeedsWarmUp => IsHttp2 || this == Ordinary;

    /// <summary>The path of the file of this size on the servers.</summary>
    public string Path => $"/{ResponseBytes}";
}
