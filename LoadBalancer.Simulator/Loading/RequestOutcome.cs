namespace LoadBalancer.Simulator.Loading;

/// <summary>How one request went.</summary>
/// <param name="Server">The server that answered, where the response says so.</param>
/// <param name="Bytes">Length of the response's body.</param>
/// <param name="Failure">How it failed, or <see langword="null"/>.</param>
/// <param name="Detail">What the failure said.</param>
internal readonly record struct RequestOutcome(string? Server, long Bytes, string? Failure = null, string? Detail = null);
