using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Support;

/// <summary>Reports the given servers as alive and has no evidence about any other.</summary>
internal sealed class AliveServers(params string[] ids) : ILivenessEvidence
{
    public bool IsAlive(Server server) => ids.Contains(server.Id, StringComparer.Ordinal);
}
