using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks the names that several gateways report under at the same time. The last report of a process that was killed stays for a while
/// after another has replaced it, so a name counts only when two of its processes have both continued to report. Not thread-safe.
/// </summary>
internal sealed class NamesakeTracker
{
    /// <summary>The sequence number of each process's first report with a namesake.</summary>
    private ImmutableDictionary<GatewayProcess, long> _first = [];

    /// <summary>Applies the reports of one tick.</summary>
    /// <returns>The names that are not unique, in order.</returns>
    public ImmutableArray<GatewayId> Next(ImmutableArray<GatewayReport> reports)
    {
        var namesakes = reports.Where(report => report.Status is not null)
            .GroupBy(report => report.Status!.Name)
            .Where(group => group.Count() > 1)
            .ToArray();
        _first = namesakes.SelectMany(group => group)
            .ToImmutableDictionary(
                report => report.Gateway,
                report => _first.GetValueOrDefault(report.Gateway, report.Sequence));
        return
        [
            .. namesakes.Where(group => group.Count(report => report.Sequence > _first[report.Gateway]) > 1)
                .Select(group => group.Key).OrderBy(name => name.Value, StringComparer.Ordinal),
        ];
    }
}
