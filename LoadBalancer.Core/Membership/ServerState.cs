namespace LoadBalancer.Core.Membership;

/// <summary>The desired state of a server.</summary>
public enum ServerState
{
    /// <summary>The server takes new requests.</summary>
    Active,

    /// <summary>The server finishes its requests and takes no new ones. It keeps its points, so no key of another server moves.</summary>
    Draining,
}
