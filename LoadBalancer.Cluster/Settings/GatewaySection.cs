namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// The configuration section <c>Gateway</c>: file, environment <c>Gateway__…</c>, arguments. Each part of the gateway has its own options
/// in the section.
/// </summary>
internal static class GatewaySection
{
    public const string Name = "Gateway";
}
