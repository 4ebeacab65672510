using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>The conditions of a change (RFC 9110 §13.1) on the membership that it changes.</summary>
/// <param name="Match">The versions of which the membership must have one; <see langword="null"/> for no such condition.</param>
/// <param name="NoneMatch">The versions that the membership must not have; <see langword="null"/> for no such condition.</param>
/// <param name="Target">
/// The server that exists or not for <see cref="VersionSet.Any"/>; <see langword="null"/> for the membership as a whole, which always
/// exists.
/// </param>
internal sealed record Preconditions(VersionSet? Match, VersionSet? NoneMatch, ServerId? Target)
{
    /// <summary>The condition that the membership is unchanged since it was seen.</summary>
    public static Preconditions Unchanged(MembershipVersion seen) => new(new VersionSet([seen]), NoneMatch: null, Target: null);

    /// <summary>Returns why a membership does not meet the conditions; <see langword="null"/> if it does.</summary>
    public string? FindUnmet(MembershipSnapshot membership)
    {
        var exists = Target is not { } id || membership.Find(id) is not null;
        if (Match is not null && !Has(Match, exists, membership))
        {
            return Match.Versions is null
                ? $"If-Match is * and requires that the server exists: there is no server '{Target}'."
                : $"The membership has changed since it was read: it is at version {membership.Version}, which If-Match does not name.";
        }

        return NoneMatch is null || !Has(NoneMatch, exists, membership) ? null
            : NoneMatch.Versions is not null ? $"The membership is at version {membership.Version}, which If-None-Match excludes."
            : Target is null ? "If-None-Match is *, which no change of the placement can meet: there always is one."
            : $"If-None-Match is * and requires a new server: there is a server '{Target}'.";
    }

    private static bool Has(VersionSet set, bool exists, MembershipSnapshot membership) => set.Versions?.Contains(membership.At) ?? exists;
}
