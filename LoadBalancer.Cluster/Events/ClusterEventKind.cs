namespace LoadBalancer.Cluster.Events;

/// <summary>What has happened. The names are written to the store.</summary>
public enum ClusterEventKind
{
    /// <summary>A server has become a member, or a new process has taken its place.</summary>
    Joined,

    /// <summary>A server has left, or was removed.</summary>
    Left,

    /// <summary>A server was removed because nobody renewed its lease.</summary>
    Expired,

    /// <summary>A server takes no new requests from now on.</summary>
    Draining,

    /// <summary>A server takes requests again.</summary>
    Activated,

    /// <summary>A server's weight was changed.</summary>
    Weighted,

    /// <summary>Gateways probe something else of a server.</summary>
    HealthCheckChanged,

    /// <summary>The cluster places keys in another way.</summary>
    AlgorithmChanged,

    /// <summary>A membership that the store had lost was put back.</summary>
    PutBack,

    /// <summary>The cluster finds a server unhealthy, or several that are named in the detail: most gateways do.</summary>
    Unhealthy,

    /// <summary>The cluster finds a server, or several, healthy again.</summary>
    Healthy,

    /// <summary>A gateway has lost the store.</summary>
    StoreLost,

    /// <summary>A gateway reaches the store again.</summary>
    StoreBack,

    /// <summary>The wanted number of servers changed.</summary>
    ReplicasChanged,

    /// <summary>A gateway has registered, or a new process has taken its place.</summary>
    GatewayJoined,

    /// <summary>A gateway was stopped in order.</summary>
    GatewayLeft,

    /// <summary>A gateway stopped reporting without leaving.</summary>
    GatewayLost,

    /// <summary>A gateway that was lost reports again, or a new process does in its place.</summary>
    GatewayBack,

    /// <summary>A lost gateway is no longer shown: an operator forgot it, or it was lost for long enough.</summary>
    GatewayForgotten,
}
