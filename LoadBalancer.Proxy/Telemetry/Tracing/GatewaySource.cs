using System.Diagnostics;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The activity source for requests that the framework does not handle.</summary>
internal static class GatewaySource
{
    public const string Name = "LoadBalancer.Gateway";

    public static ActivitySource Source { get; } = new(Name);
}
