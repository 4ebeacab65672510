namespace LoadBalancer.Dashboard.Charts.Heat;

/// <summary>What a server did in one column of time.</summary>
/// <param name="P99">The latency that 99% of its requests did not exceed; <see langword="null"/> if it had none.</param>
/// <param name="IsFailed">Whether attempts failed, or clients received a 5xx response.</param>
internal readonly record struct LatencyCell(TimeSpan? P99, bool IsFailed);
