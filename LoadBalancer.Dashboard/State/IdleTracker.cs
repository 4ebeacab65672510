using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks since when draining servers have had no request in flight while all gateways that report have applied the drain. Not thread-safe.
/// </summary>
internal sealed class IdleTracker
{
    private ImmutableDictionary<ServerProcess, DateTimeOffset> _since = [];

    /// <summary>Applies the reports of one tick.</summary>
    /// <param name="membership">The members.</param>
    /// <param name="reports">The reports of the gateways.</param>
    /// <param name="now">The time.</param>
    /// <returns>The servers that are idle; those that are not draining are omitted.</returns>
    public ImmutableDictionary<ServerProcess, DateTimeOffset> Next(
        MembershipSnapshot membership, ImmutableArray<GatewayReport> reports, DateTimeOffset now)
    {
        var isApplied = !reports.IsEmpty && reports.All(report => report.Status is { } status && HasApplied(status, membership));
        return _since = membership.Servers
            .Where(server => server.State == ServerState.Draining
                && reports.All(report => report.InFlight.GetValueOrDefault(server.Id) == 0))
            .Select(ServerProcess.Of)
            .Where(process => isApplied || _since.ContainsKey(process))
            .ToImmutableDictionary(process => process, process => _since.GetValueOrDefault(process, now));
    }

    /// <summary>Whether a gateway uses this version of the membership, or a later one.</summary>
    public static bool HasApplied(GatewayStatus status, MembershipSnapshot membership) =>
        status.Epoch == membership.Epoch && status.Version >= membership.Version;
}
