using System.Diagnostics;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>Where spans of requests begin that the framework does not get to see.</summary>
internal static class GatewaySource
{
    public const string Name = "LoadBalancer.Gateway";

    public static ActivitySource Source { get; } = new(Name);
}
