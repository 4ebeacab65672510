namespace LoadBalancer.Cluster.Failover;

/// <summary>Computes with times.</summary>
internal static class TimeSpans
{
    /// <summary>Returns the shortest of some times, of which there is at least one. Does not allocate.</summary>
    public static TimeSpan Least(params ReadOnlySpan<TimeSpan> times)
    {
        var least = times[0];
        foreach (var time in times[1..])
        {
            least = time < least ? time : least;
        }

        return least;
    }
}
