namespace LoadBalancer.Simulator.Reporting;

/// <summary>Counts by name, of so many names at the most: what a hostile log makes up beyond that is counted together.</summary>
/// <param name="most">How many.</param>
internal sealed class NamedCounts(int most)
{
    public const string Others = "(others)";

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string name)
    {
        var counted = _counts.ContainsKey(name) || _counts.Count < most ? name : Others;
        _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
    }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<NamedCount> Read() =>
        [.. _counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(
            entry => new NamedCount(entry.Key, entry.Value))];
}
