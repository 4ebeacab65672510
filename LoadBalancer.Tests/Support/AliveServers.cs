using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Support;

/// <summary>Sees these servers alive, and nothing of others.</summary>
internal sealed class AliveServers(params string[] ids) : ILivenessEvidence
{
    public bool IsAlive(Server server) => ids.Contains(server.Id, StringComparer.Ordinal);
}
