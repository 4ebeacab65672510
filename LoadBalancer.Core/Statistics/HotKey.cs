namespace LoadBalancer.Core.Statistics;

/// <summary>A key that many requests have.</summary>
/// <param name="Key">The key as requests gave it, cut to 128 characters: shown, never interpreted.</param>
/// <param name="Hash">The hash of the whole key by the cluster's algorithm at the time.</param>
/// <param name="Requests">How many requests had it, at most.</param>
/// <param name="Error">By how many <paramref name="Requests"/> may be too great: the sketch is bounded (Metwally et al., Space-Saving, ICDT 2005).</param>
public sealed record HotKey(string Key, ulong Hash, long Requests, long Error);
