namespace LoadBalancer.Simulator.Reporting;

/// <summary>What a report says of itself.</summary>
/// <param name="Title">The title.</param>
/// <param name="Cluster">The name of the cluster; <see langword="null"/> if it was not given.</param>
/// <param name="Sources">The logs.</param>
/// <param name="Command">The command that made the report.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record ReportHead(
    string Title,
    string? Cluster,
    IReadOnlyList<string> Sources,
    string Command,
    DateTimeOffset CreatedAt)
{
    private const int MostSources = 5;

    /// <summary>The names of the logs.</summary>
    public string Source => string.Join(", ", Sources.Take(MostSources))
        + (Sources.Count > MostSources ? $" and {Sources.Count - MostSources} more" : "");

    /// <summary>The facts, by name.</summary>
    public IEnumerable<(string Name, string Value)> Facts(TrafficReport report)
    {
        if (Cluster is not null)
        {
            yield return ("Cluster", Cluster);
        }

        yield return ("Time range", ReportTable.Period(report));
        yield return ("Source", Source);
        yield return ("Command", Command);
        yield return ("Created", ReportTable.TimeText(CreatedAt));
    }
}
