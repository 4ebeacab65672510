namespace LoadBalancer.Core.Statistics;

/// <summary>The requests in one bucket of a histogram.</summary>
/// <param name="Bucket">The bucket, 0 to the count of its <see cref="LatencyBuckets"/> exclusive.</param>
/// <param name="Requests">The number of requests; 0 or more.</param>
public readonly record struct LatencyCount(int Bucket, long Requests);
