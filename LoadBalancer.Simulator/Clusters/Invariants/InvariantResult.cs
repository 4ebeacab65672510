namespace LoadBalancer.Simulator.Clusters.Invariants;

/// <summary>The result of checking one invariant.</summary>
/// <param name="Name">The name of the invariant.</param>
/// <param name="Limit">The limit; durations are in milliseconds.</param>
/// <param name="Value">The measured value; <see langword="null"/> if there was nothing to measure.</param>
/// <param name="Holds">Whether the value does not exceed the limit.</param>
internal sealed record InvariantResult(string Name, double Limit, double? Value, bool Holds);
