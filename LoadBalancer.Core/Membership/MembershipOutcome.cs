namespace LoadBalancer.Core.Membership;

/// <summary>The outcome of a <see cref="MembershipChange"/>.</summary>
public enum MembershipOutcome
{
    /// <summary>The membership changed; its version increased by one.</summary>
    Applied,

    /// <summary>No change was necessary; the version stays.</summary>
    Unchanged,

    /// <summary>The values are not allowed; nothing changed.</summary>
    Invalid,

    /// <summary>The server does not exist; nothing changed.</summary>
    NotFound,

    /// <summary>Another process has registered the server since; nothing changed.</summary>
    Superseded,

    /// <summary>
    /// The membership does not meet the condition of the change; nothing changed. Read it again and reconsider the change.
    /// </summary>
    Stale,
}
