namespace LoadBalancer.Dashboard.Charts.Heat;

/// <summary>What a server did in one column of time.</summary>
/// <param name="P99">The latency that 99% of its requests did not exceed; <see langword="null"/> if it had none.</param>
/// <param name="Requests">The number of its requests.</param>
/// <param name="Failures">The number of attempts that failed.</param>
/// <param name="ServerErrors">The number of 5xx responses that clients received.</param>
internal readonly record struct LatencyCell(TimeSpan? P99, long Requests, long Failures, long ServerErrors)
{
    /// <summary>Whether attempts failed, or clients received a 5xx response.</summary>
    public bool IsFailed => Failures > 0 || ServerErrors > 0;
}
