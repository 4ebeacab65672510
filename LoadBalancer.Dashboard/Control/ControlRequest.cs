using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>The author and the condition of an operation.</summary>
/// <param name="By">The name of the key, see <see cref="Security.Author"/>.</param>
/// <param name="If">The version that the membership must have; <see langword="null"/> for any.</param>
internal sealed record ControlRequest(string By, MembershipVersion? If = null);
