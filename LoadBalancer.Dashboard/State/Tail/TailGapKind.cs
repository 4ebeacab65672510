namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>Why the requests of a gateway are missing.</summary>
internal enum TailGapKind
{
    /// <summary>It sends nothing: its version predates the page, its setting forbids it, or it cannot reach Redis.</summary>
    Silent,

    /// <summary>It sends what this version of the dashboard cannot read.</summary>
    Unreadable,

    /// <summary>It does not apply the filter: others ask for as many as it can apply, or its version does not know this one.</summary>
    NotApplied,
}
