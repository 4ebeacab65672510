using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>Knows nothing: leases alone decide. Thread-safe.</summary>
public sealed class NoLivenessEvidence : ILivenessEvidence
{
    /// <summary>The only one.</summary>
    public static readonly NoLivenessEvidence Instance = new();

    private NoLivenessEvidence()
    {
    }

    /// <inheritdoc />
    public bool IsAlive(Server server) => false;
}
