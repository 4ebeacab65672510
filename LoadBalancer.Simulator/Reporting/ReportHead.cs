using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>What a report says of itself.</summary>
/// <param name="Title">The title.</param>
/// <param name="Cluster">The name of the cluster; <see langword="null"/> if it was not given.</param>
/// <param name="Sources">The logs.</param>
/// <param name="Command">The command that made the report.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Servers">The servers with their weights; empty if they were not given, and equal weights are expected.</param>
internal sealed record ReportHead(
    string Title,
    string? Cluster,
    IReadOnlyList<string> Sources,
    string Command,
    DateTimeOffset CreatedAt,
    IReadOnlyList<PlacementMember> Servers)
{
    private const int MostSources = 5;

    /// <summary>The facts, by name.</summary>
    public IEnumerable<(string Name, string Value)> Facts(TrafficReport report)
    {
        if (Cluster is not null)
        {
            yield return ("Cluster", Cluster);
        }

        yield return ("Time range", ReportTable.Period(report));
        yield return ("Source", string.Join(", ", Sources.Take(MostSources))
            + (Sources.Count > MostSources ? $" and {Sources.Count - MostSources} more" : ""));
        yield return ("Command", Command);
        yield return ("Created", ReportTable.TimeText(CreatedAt));
    }

    /// <summary>Returns the share that each server should have, of those that were given or have requests.</summary>
    public IReadOnlyDictionary<string, double> ExpectedShares(TrafficReport report)
    {
        var shares = report.Servers.ToDictionary(
            server => server.Id, _ => Servers.Count == 0 ? 1.0 / report.Servers.Count : 0, StringComparer.Ordinal);
        var sum = Servers.Sum(server => (double)server.Weight);
        foreach (var server in Servers)
        {
            shares[server.Id] = server.Weight / sum;
        }

        return shares;
    }
}
