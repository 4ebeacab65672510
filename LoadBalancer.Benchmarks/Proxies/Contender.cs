namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>A proxy to measure. Each is started in its own folder, which holds its files.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Http2Offset">The offset of the port for HTTP/2 without TLS from its port; 0 if it is the same port.</param>
/// <param name="IsManaged">Whether it is a .NET process.</param>
/// <param name="Command">The program and its arguments, for a folder and a port.</param>
internal sealed record Contender(string Name, int Http2Offset, bool IsManaged, Func<string, int, string[]> Command)
{
    /// <summary>The environment variables to set in addition to ours.</summary>
    public Func<string, int, Dictionary<string, string>> Variables { get; init; } = static (_, _) => [];

    /// <summary>Returns the port for the load of a scenario.</summary>
    public int PortFor(Scenario scenario, int port) => scenario.IsHttp2 ? port + Http2Offset : port;

    /// <summary>The cores that it runs on.</summary>
    public string Cores { get; init; } = Proxies.Cores.Measured;
}
