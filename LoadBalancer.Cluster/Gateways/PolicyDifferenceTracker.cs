namespace LoadBalancer.Cluster.Gateways;

/// <summary>Remembers which settings differ between gateways, so that only changes are logged. Not thread-safe.</summary>
public sealed class PolicyDifferenceTracker
{
    private string _last = "";

    /// <summary>Records the differences. O(settings).</summary>
    /// <returns>
    /// Whether other settings, or other values, differ than at the last call; at first none do. A value that spreads to another gateway is
    /// no change.
    /// </returns>
    public bool HasChanged(IEnumerable<PolicyDifference> differences)
    {
        var last = _last;
        _last = string.Join('\n', differences.Select(difference => $"{difference.Setting}\t{string.Join('\t', ValuesOf(difference))}"));
        return !string.Equals(_last, last, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ValuesOf(PolicyDifference difference) =>
        difference.Values.Select(value => value.Value).Order(StringComparer.Ordinal);
}
