using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Support;

internal static class ServerRegistryExtensions
{
    /// <summary>Removes expired servers based on their leases alone.</summary>
    public static Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        this IServerRegistry registry, TimeSpan interval, CancellationToken cancellationToken) =>
        registry.RemoveExpiredAsync(interval, NoLivenessEvidence.Instance, cancellationToken);
}
