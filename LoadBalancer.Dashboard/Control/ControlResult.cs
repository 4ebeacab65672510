using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>The outcome of an operation.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Membership">
/// The membership afterwards; <see langword="null"/> where it is not known, or the operation was on something else.
/// </param>
/// <param name="Reason">One sentence for a person where it was not done.</param>
/// <param name="IsNew">Whether a server has become a member by it.</param>
internal sealed record ControlResult(ControlOutcome Outcome, MembershipSnapshot? Membership, string? Reason = null, bool IsNew = false)
{
    /// <summary>
    /// The field of the request that <see cref="Reason"/> is about; <see langword="null"/> where it is about the whole request.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>Whether it is now as it was asked for.</summary>
    public bool IsDone => Outcome is ControlOutcome.Applied or ControlOutcome.Unchanged;

    /// <summary>What an outcome of the membership's rules means here.</summary>
    public static ControlOutcome OutcomeOf(MembershipOutcome outcome) => outcome switch
    {
        MembershipOutcome.Applied => ControlOutcome.Applied,
        MembershipOutcome.Unchanged => ControlOutcome.Unchanged,
        MembershipOutcome.Invalid => ControlOutcome.Invalid,
        MembershipOutcome.NotFound => ControlOutcome.NotFound,
        MembershipOutcome.Superseded => ControlOutcome.Conflict,
        MembershipOutcome.Stale => ControlOutcome.Stale,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An unknown outcome."),
    };
}
