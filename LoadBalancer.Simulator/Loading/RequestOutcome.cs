namespace LoadBalancer.Simulator.Loading;

/// <summary>The outcome of a request.</summary>
/// <param name="Server">The server that responded, if the response names it.</param>
/// <param name="Bytes">The length of the response body.</param>
/// <param name="Failure">The kind of failure, or <see langword="null"/> if the request succeeded.</param>
/// <param name="Detail">The message of the failure, if there is one.</param>
internal readonly record struct RequestOutcome(string? Server, long Bytes, string? Failure = null, string? Detail = null);
