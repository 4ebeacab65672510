namespace LoadBalancer.Cluster.Counters;

/// <summary>The number of requests and failures of a server.</summary>
/// <param name="Requests">Requests that this server responded to, or that failed on it as their last attempt.</param>
/// <param name="Failures">Attempts that failed on this server: no response, or a response that broke off.</param>
public readonly record struct ServerCounts(long Requests, long Failures)
{
    /// <summary>Adds.</summary>
    public static ServerCounts operator +(ServerCounts left, ServerCounts right) => Add(left, right);

    /// <summary>Subtracts.</summary>
    public static ServerCounts operator -(ServerCounts left, ServerCounts right) => Subtract(left, right);

    /// <summary>Adds.</summary>
    public static ServerCounts Add(ServerCounts left, ServerCounts right) =>
        new(left.Requests + right.Requests, left.Failures + right.Failures);

    /// <summary>Subtracts.</summary>
    public static ServerCounts Subtract(ServerCounts left, ServerCounts right) =>
        new(left.Requests - right.Requests, left.Failures - right.Failures);
}
