namespace LoadBalancer.Core.Membership;

/// <summary>
/// Decides which membership a gateway uses, given what it reads from the store: an older version never replaces a
/// newer one, and a store that was emptied, restored from an older copy or exchanged does not change the membership
/// until the lost one was put back, or the time for it has run out. Immutable and thread-safe; time is passed in.
/// </summary>
public sealed record MembershipHistory
{
    /// <summary>Nothing was read yet.</summary>
    public static readonly MembershipHistory Unknown = new();

    private MembershipHistory()
    {
    }

    /// <summary>The membership to use.</summary>
    public MembershipSnapshot Current { get; private init; } = MembershipSnapshot.Empty;

    /// <summary>What the store said last.</summary>
    public MembershipSnapshot Stored { get; private init; } = MembershipSnapshot.Empty;

    /// <summary>Whether the store was read at all.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>Whether <see cref="Current"/> is more than the store has.</summary>
    public bool IsRecovering { get; private init; }

    /// <summary>What the store must be given for the recovery to end, or <see langword="null"/> while there is none.</summary>
    public MembershipChange.PutBack? Repair => IsRecovering ? new(Current) { If = Stored.At } : null;

    /// <summary>When the recovery began, or began anew after the store was away; <see langword="null"/> where neither.</summary>
    private TimeSpan? Began { get; init; }

    /// <summary>The store was read. O(n) in the number of servers.</summary>
    /// <param name="read">What it has.</param>
    /// <param name="now">The time, on any clock that does not go back.</param>
    /// <param name="recoveryTime">How long a recovery takes at most, counted while the store is within reach.</param>
    /// <param name="finding">What that says.</param>
    /// <returns>The state from now on.</returns>
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

    /// <summary>The store could not be read: a recovery has its full time again when it is back.</summary>
    public MembershipHistory StoreIsAway() => Began is null ? this : this with { Began = null };

    private MembershipFinding FindingOf(MembershipSnapshot read)
    {
        if (IsRecovering)
        {
            return MembershipFinding.Recovered;
        }

        var isSameEpoch = string.Equals(read.Epoch, Current.Epoch, StringComparison.Ordinal);
        return isSameEpoch && read.Version == Current.Version && IsKnown ? MembershipFinding.Unchanged
            : isSameEpoch || Current.Epoch.Length == 0 ? MembershipFinding.Newer
            : MembershipFinding.Continued;
    }

    private MembershipFinding LossOf(MembershipSnapshot read) =>
        read.Epoch.Length == 0 ? MembershipFinding.Emptied
        : string.Equals(read.Epoch, Current.Epoch, StringComparison.Ordinal) ? MembershipFinding.Rewound
        : MembershipFinding.Replaced;
}
