namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A kind of load.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="ResponseBytes">The content of a response.</param>
/// <param name="Connections">Clients, each with one request at a time; with HTTP/2 ten.</param>
/// <param name="KeepsAlive">Whether a connection has more than one request.</param>
/// <param name="IsHttp2">Whether clients speak HTTP/2, without TLS.</param>
internal sealed record Scenario(string Name, int ResponseBytes, int Connections, bool KeepsAlive = true, bool IsHttp2 = false)
{
    private const int Small = 100;
    private const int Kibi = 1_024;

    /// <summary>What all others are compared with: 64 keep-alive connections, small answers.</summary>
    public static readonly Scenario Ordinary = new("keep-alive, 0.1 KiB, 64 connections", Small, 64);

    /// <summary>The first is that of <see cref="Ordinary"/>: the memory that is measured with it is only its own.</summary>
    public static readonly Scenario[] All =
    [
        Ordinary,
        new("keep-alive, 10 KiB, 64 connections", 10 * Kibi, 64),
        new("keep-alive, 1,000 KiB, 64 connections", 1_000 * Kibi, 64),
        new("keep-alive, 0.1 KiB, 1,000 connections", Small, 1_000),
        new("new connections, 0.1 KiB, 64 at once", Small, 64, KeepsAlive: false),
        new("HTTP/2, 0.1 KiB, 64 connections", Small, 64, IsHttp2: true),
    ];

    /// <summary>Whether other code serves it than what comes before it.</summary>
    public bool IsAnotherWay => IsHttp2 || this == Ordinary;

    /// <summary>The file of that size at the servers.</summary>
    public string Path => $"/{ResponseBytes}";
}
