namespace LoadBalancer.AppHost.Topology;

/// <summary>Where a project listens.</summary>
/// <param name="Port">1 to 65535, a port that users know; null for any free one.</param>
/// <param name="IsExternal">Whether it listens on every interface, not on loopback alone.</param>
internal sealed record HttpEndpoint(int? Port, bool IsExternal)
{
    public static readonly HttpEndpoint Internal = new(Port: null, IsExternal: false);

    /// <summary>The port that its own <c>/healthcheck</c> is on.</summary>
    public int? HealthPort { get; init; } = Port;

    /// <summary>Where that is.</summary>
    public string HealthPath { get; init; } = "/healthcheck";
}
