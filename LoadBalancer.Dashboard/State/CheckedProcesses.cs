using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Which members some gateway has given a verdict about, up or down. A gateway leaves a server out of its reports while the next probe
/// is late; the last verdict counts until there is another, so what was reported once is remembered for as long as the process is a
/// member. One thread at a time.
/// </summary>
internal sealed class CheckedProcesses
{
    private ImmutableHashSet<string> _names = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Takes the reports of one tick.</summary>
    /// <returns>The processes that have been checked, as <see cref="Incarnation.NameOf"/> names them.</returns>
    public ImmutableHashSet<string> Next(MembershipSnapshot membership, ImmutableArray<GatewayReport> reports)
    {
        var members = membership.Servers.Select(Incarnation.NameOf).ToHashSet(StringComparer.Ordinal);
        _names = _names.Union(reports.SelectMany(report => report.Up.Concat(report.Down))).Intersect(members);
        return _names;
    }
}
