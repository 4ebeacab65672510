namespace LoadBalancer.Dashboard.Control;

/// <summary>The outcome of an operation, for both the API and the page.</summary>
internal enum ControlOutcome
{
    /// <summary>The operation was applied.</summary>
    Applied,

    /// <summary>No change was necessary.</summary>
    Unchanged,

    /// <summary>A value is not allowed; nothing changed.</summary>
    Invalid,

    /// <summary>The server does not exist; nothing changed.</summary>
    NotFound,

    /// <summary>A server with this id is already a member; nothing changed.</summary>
    Exists,

    /// <summary>The operation conflicts with others; nothing changed.</summary>
    Conflict,

    /// <summary>The membership does not meet the condition of the operation; nothing changed.</summary>
    Stale,

    /// <summary>
    /// The store did not respond, or accepts no writes: the operation was applied completely or not at all, and may be repeated.
    /// </summary>
    RedisUnreachable,

    /// <summary>The store rejects the operation, or the dashboard has an error; a repetition would not help.</summary>
    Failed,
}
