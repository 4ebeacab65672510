using LoadBalancer.Cluster.Membership;

namespace LoadBalancer.Tests.Support;

internal static class ServerRegistryExtensions
{
    /// <summary>Removes expired servers based on their leases alone.</summary>
    public static Task<IReadOnlyList<string>> RemoveExpiredAsync(
        this IServerRegistry registry, TimeSpan interval, CancellationToken cancellationToken) =>
        registry.RemoveExpiredAsync(interval, NoLivenessEvidence.Instance, cancellationToken);
}
