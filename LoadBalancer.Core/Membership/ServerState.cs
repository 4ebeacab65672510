namespace LoadBalancer.Core.Membership;

/// <summary>What the cluster wants of a server.</summary>
public enum ServerState
{
    /// <summary>Takes new requests.</summary>
    Active,

    /// <summary>Finishes the requests it has; takes no new one. Keeps its points, so no key of another server moves.</summary>
    Draining,
}
