using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>Describes how a member has changed since it was seen.</summary>
internal static class ServerChange
{
    /// <returns>A sentence, or <see langword="null"/> if it is unchanged.</returns>
    public static string? Describe(Server seen, Server? present)
    {
        var change = present is null ? "it was removed"
            : !string.Equals(present.Url, seen.Url, StringComparison.Ordinal) ? $"it is at {present.Url} now"
            : ServerProcess.Of(present) != ServerProcess.Of(seen) ? "it was restarted"
            : present.State != seen.State ? present.State == ServerState.Draining ? "it is draining now" : "it receives requests again"
            : present.Weight != seen.Weight ? $"its weight is {present.Weight} now"
            : !string.Equals(present.HealthCheck, seen.HealthCheck, StringComparison.Ordinal)
                ? $"its health check is {present.HealthCheck ?? "that of the gateways' settings"} now"
            : null;
        return change is null ? null : $"{seen.Id} has changed in the meantime: {change}.";
    }
}
