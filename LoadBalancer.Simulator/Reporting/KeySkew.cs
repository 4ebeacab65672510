namespace LoadBalancer.Simulator.Reporting;

/// <summary>
/// How unevenly requests are distributed over keys, measured in bounded memory: each count is an upper bound, exact to within its error.
/// </summary>
/// <param name="Requests">The number of requests that have a key.</param>
/// <param name="TopShare">The maximum fraction of them that have the most frequent key, 0 to 1.</param>
/// <param name="Top10Share">The maximum fraction of them that have one of the ten most frequent keys, 0 to 1.</param>
/// <param name="Hot">The keys that stand out, most frequent first; empty if all keys are rare.</param>
internal sealed record KeySkew(long Requests, double TopShare, double Top10Share, IReadOnlyList<HotKeyReport> Hot);
