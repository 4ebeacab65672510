namespace LoadBalancer.Cluster.Membership;

/// <summary>The result of a renewal.</summary>
public enum LeaseStatus
{
    /// <summary>The lease was held, and now lasts for its full length again.</summary>
    Held,

    /// <summary>The lease no longer exists: it expired, the server was removed, or the store was emptied. Register again.</summary>
    Expired,

    /// <summary>Another process has registered the same server; this process must not take the id back while that one holds it.</summary>
    Superseded,
}
