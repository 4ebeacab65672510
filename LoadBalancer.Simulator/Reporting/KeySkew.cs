namespace LoadBalancer.Simulator.Reporting;

/// <summary>How unevenly keys are asked for, in bounded memory: each count is an upper bound, true to within its error.</summary>
/// <param name="Requests">Requests that had a key.</param>
/// <param name="TopShare">The part of them that the most frequent key has, 0 to 1; at most.</param>
/// <param name="Top10Share">The part that the ten most frequent keys have; at most.</param>
/// <param name="Hot">The keys that stand out, the most frequent first; none where all keys are rare.</param>
internal sealed record KeySkew(long Requests, double TopShare, double Top10Share, IReadOnlyList<HotKeyReport> Hot);
