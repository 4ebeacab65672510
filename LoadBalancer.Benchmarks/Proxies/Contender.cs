namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A proxy to measure, as it is started in a folder of its own that holds what it needs.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Http2Offset">How far behind its port the one is where it takes HTTP/2 without TLS: 0 if it is the same one.</param>
/// <param name="IsManaged">Whether it is a process of .NET.</param>
/// <param name="Command">The program and its arguments, for a folder and a port.</param>
internal sealed record Contender(string Name, int Http2Offset, bool IsManaged, Func<string, int, string[]> Command)
{
    /// <summary>The environment that it gets beside ours.</summary>
    public Func<string, int, Dictionary<string, string>> Variables { get; init; } = static (_, _) => [];

    /// <summary>Where it takes a load.</summary>
    public int PortFor(Scenario scenario, int port) => scenario.IsHttp2 ? port + Http2Offset : port;

    /// <summary>Where it runs.</summary>
    public string Cores { get; init; } = Proxies.Cores.Measured;
}
