namespace LoadBalancer.Core.Membership;

/// <summary>The outcome of a change, and the membership after it.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Membership">
/// The membership after the change: the same object unless the outcome is <see cref="MembershipOutcome.Applied"/>.
/// </param>
/// <param name="Reason">One sentence for humans if the change was rejected, otherwise <see langword="null"/>.</param>
public sealed record MembershipTransition(MembershipOutcome Outcome, MembershipSnapshot Membership, string? Reason = null);
