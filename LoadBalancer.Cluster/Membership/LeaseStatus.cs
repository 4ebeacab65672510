namespace LoadBalancer.Cluster.Membership;

/// <summary>What a renewal found.</summary>
public enum LeaseStatus
{
    /// <summary>The lease was held, and is for its full length again.</summary>
    Held,

    /// <summary>The lease is gone: it expired, the server was removed, or the store was emptied. Register again.</summary>
    Expired,

    /// <summary>Another process has registered the same server: this one must not take the id back while that one has it.</summary>
    Superseded,
}
