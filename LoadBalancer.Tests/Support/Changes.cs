using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Support;

/// <summary>Membership changes that many tests use.</summary>
internal static class Changes
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static MembershipChange.Join Join(string id, string? instance = null, int? weight = null, string? url = null) =>
        new(id, url ?? $"http://{id}.test:8080", weight, instance, Noon);
}
