namespace LoadBalancer.Simulator.Reporting;

/// <summary>
/// Counts of requests by name. The number of names is bounded, so that a hostile log cannot exhaust memory; further names are counted
/// together.
/// </summary>
/// <param name="most">The maximum number of names.</param>
internal sealed class NamedCounts(int most)
{
    public const string Others = "(others)";

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <returns>The name under which it was counted.</returns>
    public string Add(string name)
    {
        var counted = _counts.ContainsKey(name) || _counts.Count < most ? name : Others;
        _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
        return counted;
    }

    /// <summary>Returns the requests with a name; 0 if there are none.</summary>
    public long Of(string name) => _counts.GetValueOrDefault(name);

    /// <summary>Returns the counts, the most frequent name first.</summary>
    public IReadOnlyList<NamedCount> Read() =>
        [.. _counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(
            entry => new NamedCount(entry.Key, entry.Value))];
}
