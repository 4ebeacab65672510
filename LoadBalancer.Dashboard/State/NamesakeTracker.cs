using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// The names that several gateways report under at the same time. The last report of a process that was killed stays for a while after
/// another has taken its place, so a name counts once two of its processes have both gone on reporting. One thread at a time.
/// </summary>
internal sealed class NamesakeTracker
{
    /// <summary>By process, the sequence of its first report beside a namesake.</summary>
    private ImmutableDictionary<string, long> _first = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Takes the reports of one tick.</summary>
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
