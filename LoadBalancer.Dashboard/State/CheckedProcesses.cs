using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks the members for which any gateway has reported a verdict, up or down. A gateway omits a server from its reports while the next
/// probe is late; the last verdict counts until there is another, so a verdict that was reported once is remembered as long as the process
/// is a member. Not thread-safe.
/// </summary>
internal sealed class CheckedProcesses
{
    private ImmutableHashSet<ServerProcess> _names = [];

    /// <summary>Applies the reports of one tick.</summary>
    /// <returns>The processes that have been checked.</returns>
    public ImmutableHashSet<ServerProcess> Next(MembershipSnapshot membership, ImmutableArray<GatewayReport> reports)
    {
        var members = membership.Servers.Select(ServerProcess.Of);
        _names = _names.Union(reports.SelectMany(report => report.Up.Concat(report.Down))).Intersect(members);
        return _names;
    }
}
