namespace LoadBalancer.Cluster.Changes;

/// <summary>The order of changes: milliseconds since 1970, and in the fraction the place in a change of several parts.</summary>
internal static class ChangeScore
{
    /// <summary>A double has so many steps within a millisecond, until the year 2039.</summary>
    private const int Steps = 4_096;

    public static double Of(DateTimeOffset at, int part = 0) => at.ToUnixTimeMilliseconds() + (Math.Min(part, Steps - 1) / (double)Steps);

    /// <summary>The greatest score of a time.</summary>
    public static double Last(DateTimeOffset at) => Of(at, Steps);
}
