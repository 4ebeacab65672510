namespace LoadBalancer.Proxy.Tunnels;

/// <summary>Why the gateway ends a tunnel.</summary>
internal enum TunnelEnd
{
    /// <summary>Nothing was sent for too long.</summary>
    Idle,

    /// <summary>The gateway is stopping.</summary>
    GatewayStops,

    /// <summary>The server drains or was removed.</summary>
    ServerLeaves,
}
