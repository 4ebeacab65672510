using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks the names that several gateways report under at the same time. The last report of a process that was killed stays for a while
/// after another has replaced it, so a name counts only when two of its processes have both continued to report. Not thread-safe.
/// </summary>
internal sealed class NamesakeTracker
{
    /// <summary>The sequence number of each process's first report with a namesake.</summary>
    private ImmutableDictionary<string, long> _first = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Applies the reports of one tick.</summary>
    /// <returns>The names that are not unique, in order.</returns>
    public ImmutableArray<string> Next(ImmutableArray<GatewayReport> reports)
    {
        var namesakes = reports.Where(report => report.Status is not null)
            .GroupBy(report => report.Status!.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .ToArray();
        _first = namesakes.SelectMany(group => group)
            .ToImmutableDictionary(
                report => report.Gateway,
                report => _first.GetValueOrDefault(report.Gateway, report.Sequence),
                StringComparer.Ordinal);
        return
        [
            .. namesakes.Where(group => group.Count(report => report.Sequence > _first[report.Gateway]) > 1)
                .Select(group => group.Key).Order(StringComparer.Ordinal),
        ];
    }
}
