using LoadBalancer.Cluster.Membership;

namespace LoadBalancer.Tests.Support;

internal static class ServerRegistryExtensions
{
    /// <summary>A sweep by somebody who knows nothing but leases.</summary>
    public static Task<IReadOnlyList<string>> RemoveExpiredAsync(
        this IServerRegistry registry, TimeSpan interval, CancellationToken cancellationToken) =>
        registry.RemoveExpiredAsync(interval, NoLivenessEvidence.Instance, cancellationToken);
}
