namespace LoadBalancer.Dashboard.Control;

/// <summary>What came of an operation, for the API and the page alike.</summary>
internal enum ControlOutcome
{
    /// <summary>It was done.</summary>
    Applied,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>A value is not allowed; nothing changed.</summary>
    Invalid,

    /// <summary>There is no such server; nothing changed.</summary>
    NotFound,

    /// <summary>A server with this id is a member already; nothing changed.</summary>
    Exists,

    /// <summary>Others are in the way; nothing changed.</summary>
    Conflict,

    /// <summary>The membership is not what the operation was conditioned on; nothing changed.</summary>
    Stale,

    /// <summary>The store did not answer: the operation was done as a whole or not at all, and may be repeated.</summary>
    StoreAway,
}
