namespace LoadBalancer.Cluster.Tail;

/// <summary>An attempt of a request on a server. Immutable.</summary>
/// <param name="Server">The server's id.</param>
/// <param name="StartMs">When it began, in milliseconds after the request.</param>
/// <param name="DurationMs">How long it took, in milliseconds; absent if it has not ended.</param>
/// <param name="Outcome">The name of the outcome.</param>
/// <param name="Status">The status of the server's response; absent if there was none.</param>
/// <param name="Error">The name of the cause of its failure; absent if it did not fail.</param>
/// <param name="Detail">What exactly failed, in words.</param>
public sealed record TailAttempt(
    string Server, double StartMs, double? DurationMs, string Outcome, int? Status, string? Error, string? Detail);
