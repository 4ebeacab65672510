namespace LoadBalancer.Cluster.Telemetry;

/// <summary>The meter of all metrics of the gateway.</summary>
internal static class GatewayMeter
{
    public const string Name = "LoadBalancer.Gateway";
}
