namespace LoadBalancer.AppHost.Topology;

/// <summary>Where a project listens: on loopback at a port of its own choice, or on every interface at a port that users know.</summary>
/// <param name="Port">1 to 65535; null for any free port.</param>
internal sealed record HttpEndpoint(int? Port)
{
    public static readonly HttpEndpoint Internal = new((int?)null);

    public bool IsExternal => Port is not null;
}
