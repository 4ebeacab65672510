namespace LoadBalancer.Cluster.Exchange;

/// <summary>How many requests and connections this gateway has rejected since it started. Thread-safe.</summary>
internal interface IRejectionCount
{
    /// <summary>Of all reasons together.</summary>
    long Total { get; }
}
