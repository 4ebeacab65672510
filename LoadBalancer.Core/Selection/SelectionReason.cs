namespace LoadBalancer.Core.Selection;

/// <summary>The reason why a server was selected.</summary>
public enum SelectionReason
{
    /// <summary>The server is the owner of the key.</summary>
    Owner,

    /// <summary>The owner is unhealthy, or has already failed this request.</summary>
    OwnerUnhealthy,

    /// <summary>The owner takes no new requests.</summary>
    OwnerDraining,

    /// <summary>The owner has more than its share of the requests in flight.</summary>
    OwnerOverloaded,

    /// <summary>The server is used although it is unhealthy, because too few servers are healthy.</summary>
    Panic,

    /// <summary>No server can take the request.</summary>
    None,
}
