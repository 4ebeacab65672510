namespace LoadBalancer.Core.Statistics;

/// <summary>A frequent key.</summary>
/// <param name="Key">The key as in the requests, truncated to <see cref="LongestText"/> characters: for display only.</param>
/// <param name="Hash">The hash of the whole key by the cluster's algorithm at the time.</param>
/// <param name="Requests">The maximum number of requests with the key.</param>
/// <param name="Error">The amount by which <paramref name="Requests"/> may be too high: the difference is the guaranteed number.</param>
public sealed record HotKey(string Key, ulong Hash, long Requests, long Error)
{
    /// <summary>The maximum number of characters that are kept of a key, 128.</summary>
    public const int LongestText = 128;
}
