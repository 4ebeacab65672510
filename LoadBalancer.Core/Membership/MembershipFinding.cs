namespace LoadBalancer.Core.Membership;

/// <summary>What a read of the store said to a gateway that has a membership already.</summary>
public enum MembershipFinding
{
    /// <summary>Nothing new.</summary>
    Unchanged,

    /// <summary>A newer version, or the first that was read.</summary>
    Newer,

    /// <summary>The store is empty. A recovery begins.</summary>
    Emptied,

    /// <summary>The store has fallen back to an older version, or has another content under the same version. A recovery begins.</summary>
    Rewound,

    /// <summary>The store has a history that knows nothing of ours. A recovery begins.</summary>
    Replaced,

    /// <summary>The recovery goes on.</summary>
    Recovering,

    /// <summary>The store has our membership again, and whatever joined meanwhile. A recovery has ended.</summary>
    Recovered,

    /// <summary>The store had lost our history; another gateway has put it back before this one noticed.</summary>
    Continued,

    /// <summary>The recovery took too long: what the store has is the truth from now on.</summary>
    GivenUp,
}
