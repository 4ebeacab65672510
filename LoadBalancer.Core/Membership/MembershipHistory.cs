namespace LoadBalancer.Core.Membership;

/// <summary>
/// Determines which membership a gateway uses, given its reads of the store: an older version never replaces a newer one, and a store that
/// was emptied, restored from an older copy, or replaced does not change the membership until the lost one is restored, or the time for
/// this has run out. Immutable and thread-safe; time is passed in.
/// </summary>
public sealed record MembershipHistory
{
    /// <summary>The initial state, before the first read.</summary>
    public static readonly MembershipHistory Unknown = new();

    private MembershipHistory()
    {
    }

    /// <summary>The membership to use.</summary>
    public MembershipSnapshot Current { get; private init; } = MembershipSnapshot.Empty;

    /// <summary>The membership that was last read from the store.</summary>
    public MembershipSnapshot Stored { get; private init; } = MembershipSnapshot.Empty;

    /// <summary>Whether the store was ever read.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>Whether <see cref="Current"/> contains more than the store.</summary>
    public bool IsRecovering { get; private init; }

    /// <summary>The change that the store needs for the recovery to end, or <see langword="null"/> if there is no recovery.</summary>
    public MembershipChange.PutBack? Repair => IsRecovering ? new(Current) { If = Stored.At } : null;

    /// <summary>When the recovery began, or restarted after the store was unreachable; <see langword="null"/> if neither.</summary>
    private TimeSpan? Began { get; init; }

    /// <summary>Processes a read of the store. O(n) in the number of servers.</summary>
    /// <param name="read">The membership that was read.</param>
    /// <param name="now">The time, on any monotonic clock.</param>
    /// <param name="recoveryTime">The maximum length of a recovery, counted while the store is reachable.</param>
    /// <param name="finding">The result of the read.</param>
    /// <returns>The next state.</returns>
    public MembershipHistory Observe(MembershipSnapshot read, TimeSpan now, TimeSpan recoveryTime, out MembershipFinding finding)
    {
        if (read.Covers(Current))
        {
            finding = FindingOf(read);
            return new() { Current = finding == MembershipFinding.Unchanged ? Current : read, Stored = read, IsKnown = true };
        }

        var began = Began ?? now;
        if (IsRecovering && now - began >= recoveryTime)
        {
            finding = MembershipFinding.GivenUp;
            return new() { Current = read, Stored = read, IsKnown = true };
        }

        finding = IsRecovering ? MembershipFinding.Recovering : LossOf(read);
        return this with { Stored = read, IsRecovering = true, Began = began };
    }

    /// <summary>Processes a failed read of the store: a recovery has its full time again when the store is back.</summary>
    public MembershipHistory MarkUnreachable() => Began is null ? this : this with { Began = null };

    private MembershipFinding FindingOf(MembershipSnapshot read)
    {
        if (IsRecovering)
        {
            return MembershipFinding.Recovered;
        }

        var isSameEpoch = read.Epoch == Current.Epoch;
        return isSameEpoch && read.Version == Current.Version && IsKnown ? MembershipFinding.Unchanged
            : isSameEpoch || Current.Epoch.IsNone ? MembershipFinding.Newer
            : MembershipFinding.Continued;
    }

    private MembershipFinding LossOf(MembershipSnapshot read) =>
        read.Epoch.IsNone ? MembershipFinding.Emptied
        : read.Epoch == Current.Epoch ? MembershipFinding.Rewound
        : MembershipFinding.Replaced;
}
