using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Control;

/// <summary>Describes how a member has changed since it was seen.</summary>
internal static class ServerChange
{
    /// <returns>A sentence, or <see langword="null"/> if it is unchanged.</returns>
    public static string? Describe(Server seen, Server? present)
    {
        var change = present is null ? "it was removed"
            : !string.Equals(present.Url, seen.Url, StringComparison.Ordinal) ? $"it is now at {present.Url}"
            : ServerProcess.Of(present) != ServerProcess.Of(seen) ? "it was restarted"
            : present.State != seen.State ? present.State == ServerState.Draining ? "it is now draining" : "it receives requests again"
            : present.Weight != seen.Weight ? $"its weight is now {present.Weight}"
            : !string.Equals(present.HealthCheck, seen.HealthCheck, StringComparison.Ordinal)
                ? $"its health check is now {present.HealthCheck ?? "that of the gateways' settings"}"
            : null;
        return change is null ? null : $"{seen.Id} has changed in the meantime: {change}.";
    }
}
