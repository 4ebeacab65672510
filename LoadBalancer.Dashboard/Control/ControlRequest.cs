using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>Who asks for an operation, and on what condition.</summary>
/// <param name="By">The name of the key, see <see cref="Security.Author"/>.</param>
/// <param name="If">What the membership must be; <see langword="null"/> to change whatever there is.</param>
internal sealed record ControlRequest(string By, MembershipVersion? If = null);
