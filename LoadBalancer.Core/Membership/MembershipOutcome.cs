namespace LoadBalancer.Core.Membership;

/// <summary>What came of a <see cref="MembershipChange"/>.</summary>
public enum MembershipOutcome
{
    /// <summary>The membership changed; its version grew by one.</summary>
    Applied,

    /// <summary>It was so already; the version stays.</summary>
    Unchanged,

    /// <summary>The values are not allowed; nothing changed.</summary>
    Invalid,

    /// <summary>There is no such server; nothing changed.</summary>
    NotFound,

    /// <summary>Another process has registered the server meanwhile; nothing changed.</summary>
    Superseded,

    /// <summary>The membership is not what the change was conditioned on; nothing changed. Read again and decide anew.</summary>
    Stale,
}
