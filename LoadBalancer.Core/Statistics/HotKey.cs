namespace LoadBalancer.Core.Statistics;

/// <summary>A key that many requests have.</summary>
/// <param name="Key">The key as requests gave it, cut to <see cref="LongestText"/> characters: shown, never interpreted.</param>
/// <param name="Hash">The hash of the whole key by the cluster's algorithm at the time.</param>
/// <param name="Requests">How many requests had it, at most.</param>
/// <param name="Error">By how many <paramref name="Requests"/> may be too great: at least the difference had it for certain.</param>
public sealed record HotKey(string Key, ulong Hash, long Requests, long Error)
{
    /// <summary>The most characters that are kept of a key, 128.</summary>
    public const int LongestText = 128;
}
