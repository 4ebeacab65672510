using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>Provides no evidence, so that leases alone decide. Thread-safe.</summary>
public sealed class NoLivenessEvidence : ILivenessEvidence
{
    /// <summary>The singleton instance.</summary>
    public static readonly NoLivenessEvidence Instance = new();

    private NoLivenessEvidence()
    {
    }

    /// <inheritdoc />
    public bool IsAlive(Server server) => false;
}
