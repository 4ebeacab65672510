namespace LoadBalancer.Cluster.Events;

/// <summary>The kind of an event. The names are stored.</summary>
public enum ClusterEventKind
{
    /// <summary>A server became a member, or a new process replaced it.</summary>
    Joined,

    /// <summary>A server left or was removed.</summary>
    Left,

    /// <summary>A server was removed because its lease was not renewed.</summary>
    Expired,

    /// <summary>A server receives no new requests from now on.</summary>
    Draining,

    /// <summary>A server receives requests again.</summary>
    Activated,

    /// <summary>A server's weight changed.</summary>
    Weighted,

    /// <summary>A server's health check changed.</summary>
    HealthCheckChanged,

    /// <summary>The cluster's placement algorithm changed.</summary>
    AlgorithmChanged,

    /// <summary>A lost membership was written back to the store.</summary>
    PutBack,

    /// <summary>The store had lost its data: it was emptied, or replaced by another one.</summary>
    DataLost,

    /// <summary>The cluster finds a server, or several that are named in the detail, unhealthy: a majority of the gateways do.</summary>
    Unhealthy,

    /// <summary>The cluster finds a server, or several, healthy again.</summary>
    Healthy,

    /// <summary>A gateway lost its connection to the store.</summary>
    StoreLost,

    /// <summary>A gateway reached the store again.</summary>
    StoreBack,

    /// <summary>The wanted number of servers changed.</summary>
    ReplicasChanged,

    /// <summary>A gateway registered, or a new process replaced it.</summary>
    GatewayJoined,

    /// <summary>A gateway was shut down gracefully.</summary>
    GatewayLeft,

    /// <summary>A gateway stopped reporting without leaving.</summary>
    GatewayLost,

    /// <summary>A lost gateway, or a new process in its place, reports again.</summary>
    GatewayBack,

    /// <summary>A lost gateway is no longer listed: an operator removed it, or it was lost for long enough.</summary>
    GatewayForgotten,
}
