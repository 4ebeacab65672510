namespace LoadBalancer.Tests.Deployment;

/// <summary>The rules for processes in containers that compose.yaml, deploy/kubernetes, and the Dockerfile share.</summary>
internal static class ContainerRules
{
    /// <summary>The user and group id: the non-root user of the .NET images.</summary>
    public const int User = 1654;

    /// <summary>
    /// Longer than a stop takes: Registration:DrainDelay plus DrainTimeout is 32 s by default, and a gateway needs up to 37 s, see
    /// <see cref="LoadBalancer.Proxy.Draining.GatewayDrain.Afterwards"/>.
    /// </summary>
    public const int StopSeconds = 45;

    /// <summary>
    /// How long a stopping gateway keeps accepting connections, until nothing routes to it anymore.
    /// </summary>
    public const int LeadSeconds = 5;

    /// <summary>The port that every process listens on in its container; binding it needs no privilege.</summary>
    public const int Port = 8080;

    public const string HealthPath = "/healthcheck";
}
