namespace LoadBalancer.Simulator.Clusters.Invariants;

/// <summary>What became of one invariant.</summary>
/// <param name="Name">Which.</param>
/// <param name="Limit">What must not be exceeded; durations in milliseconds.</param>
/// <param name="Value">What was measured; <see langword="null"/> where there was nothing to measure.</param>
/// <param name="Holds">Whether it was not exceeded.</param>
internal sealed record InvariantResult(string Name, double Limit, double? Value, bool Holds);
