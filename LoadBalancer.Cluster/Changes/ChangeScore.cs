namespace LoadBalancer.Cluster.Changes;

/// <summary>The order of changes: milliseconds since 1970, with the position within a change of several parts in the fraction.</summary>
internal static class ChangeScore
{
    /// <summary>The number of distinct values of a double within a millisecond, until the year 2039.</summary>
    private const int Steps = 4_096;

    public static double Of(DateTimeOffset at, int part = 0) => at.ToUnixTimeMilliseconds() + (Math.Min(part, Steps - 1) / (double)Steps);

    /// <summary>Returns the greatest score of a time.</summary>
    public static double Last(DateTimeOffset at) => Of(at, Steps);
}
