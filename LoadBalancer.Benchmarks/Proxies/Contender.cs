namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A proxy to measure, as it is started in a folder of its own that holds what it needs.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="SpeaksHttp2">Whether it takes HTTP/2 without TLS.</param>
/// <param name="IsManaged">Whether it is a process of .NET.</param>
/// <param name="Command">The program and its arguments, for a folder and a port.</param>
internal sealed record Contender(string Name, bool SpeaksHttp2, bool IsManaged, Func<string, int, string[]> Command)
{
    /// <summary>The environment that it gets beside ours.</summary>
    public Func<string, int, Dictionary<string, string>> Variables { get; init; } = static (_, _) => [];

    /// <summary>Where it runs.</summary>
    public string Cores { get; init; } = Proxies.Cores.Measured;
}
