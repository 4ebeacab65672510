using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>The result of an operation.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Membership">
/// The membership afterwards; <see langword="null"/> if it is unknown, or if the operation does not concern it.
/// </param>
/// <param name="Reason">One sentence for humans if the operation was not applied.</param>
/// <param name="IsNew">Whether the operation added a server.</param>
internal sealed record ControlResult(ControlOutcome Outcome, MembershipSnapshot? Membership, string? Reason = null, bool IsNew = false)
{
    /// <summary>
    /// The field of the request that <see cref="Reason"/> concerns; <see langword="null"/> if it concerns the whole request.
    /// </summary>
    public string? Field { get; init; }

    /// <summary>The membership before the operation; <see langword="null"/> if it was not read, or if nothing was applied.</summary>
    public MembershipSnapshot? Before { get; init; }

    /// <summary>Whether the requested state is in effect.</summary>
    public bool IsDone => Outcome is ControlOutcome.Applied or ControlOutcome.Unchanged;

    /// <summary>Converts an outcome of a membership change.</summary>
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
