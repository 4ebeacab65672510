namespace LoadBalancer.Cluster.Failover;

/// <summary>Why an attempt is ended before its response has begun.</summary>
internal enum Expiry
{
    /// <summary>The time of all attempts is over, or the attempt is not ended.</summary>
    None,

    /// <summary>The attempt took too long, and a retry was taken from the budget.</summary>
    AttemptTimeout,

    /// <summary>A second server, to which the request was sent as well, has responded.</summary>
    Overtaken,

    /// <summary>The server became unhealthy while the attempt was waiting for its response.</summary>
    UnhealthyServer,
}
