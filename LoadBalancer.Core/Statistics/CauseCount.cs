namespace LoadBalancer.Core.Statistics;

/// <summary>How often something happened for one cause. Immutable.</summary>
/// <param name="Cause">The name of the cause; one of a later build may be unknown here.</param>
/// <param name="Number">How often it happened.</param>
public readonly record struct CauseCount(string Cause, long Number)
{
    /// <summary>Adds counts by cause, the most frequent first. O(n).</summary>
    public static IEnumerable<CauseCount> Sum(IEnumerable<CauseCount> parts) => parts
        .GroupBy(part => part.Cause, part => part.Number, StringComparer.Ordinal)
        .Select(cause => new CauseCount(cause.Key, cause.Sum()))
        .OrderByDescending(cause => cause.Number)
        .ThenBy(cause => cause.Cause, StringComparer.Ordinal);
}
