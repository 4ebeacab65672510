namespace LoadBalancer.Core.Membership;

/// <summary>The result of a read of the store for a gateway that already has a membership.</summary>
public enum MembershipFinding
{
    /// <summary>Nothing has changed.</summary>
    Unchanged,

    /// <summary>The version is newer, or the first that was read.</summary>
    Newer,

    /// <summary>The store is empty. A recovery begins.</summary>
    Emptied,

    /// <summary>The store has an older version, or different content under the same version. A recovery begins.</summary>
    Rewound,

    /// <summary>The store has an epoch that does not continue the current one. A recovery begins.</summary>
    Replaced,

    /// <summary>The recovery continues.</summary>
    Recovering,

    /// <summary>The store has the gateway's membership again, with any servers that joined since. A recovery has ended.</summary>
    Recovered,

    /// <summary>The store had lost the epoch; another gateway restored it before this one noticed.</summary>
    Continued,

    /// <summary>The recovery took too long: the store's content is authoritative from now on.</summary>
    GivenUp,
}
