namespace LoadBalancer.Cluster.Exchange;

/// <summary>The number of requests and connections that this gateway has rejected since it started. Thread-safe.</summary>
internal interface IRejectionCount
{
    /// <summary>The number for all reasons together.</summary>
    long Total { get; }
}
