using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>Versions of the membership in a condition.</summary>
/// <param name="Versions">The versions; <see langword="null"/> for any version of something that exists.</param>
internal sealed record VersionSet(IReadOnlyCollection<MembershipVersion>? Versions)
{
    /// <summary>Any version of something that exists.</summary>
    public static readonly VersionSet Any = new(Versions: null);
}
