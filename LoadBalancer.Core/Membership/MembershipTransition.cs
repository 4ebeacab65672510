namespace LoadBalancer.Core.Membership;

/// <summary>The outcome of a change, and the membership after it.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Membership">
/// The membership afterwards: the same object unless the outcome is <see cref="MembershipOutcome.Applied"/>.
/// </param>
/// <param name="Reason">One sentence for a person where the change was refused, else <see langword="null"/>.</param>
public sealed record MembershipTransition(MembershipOutcome Outcome, MembershipSnapshot Membership, string? Reason = null);
