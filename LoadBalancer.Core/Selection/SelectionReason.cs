namespace LoadBalancer.Core.Selection;

/// <summary>Why a request went where it went.</summary>
public enum SelectionReason
{
    /// <summary>To the owner of its key.</summary>
    Owner,

    /// <summary>Past the owner, which does not answer, or failed this request already.</summary>
    OwnerUnhealthy,

    /// <summary>Past the owner, which takes no new requests.</summary>
    OwnerDraining,

    /// <summary>Past the owner, which has more than its part of the requests in flight.</summary>
    OwnerOverloaded,

    /// <summary>To the owner although it is thought unhealthy, because too few servers are healthy.</summary>
    Panic,

    /// <summary>Nowhere: no server can take it.</summary>
    None,
}
