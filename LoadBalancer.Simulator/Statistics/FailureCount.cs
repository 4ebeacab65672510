namespace LoadBalancer.Simulator.Statistics;

/// <summary>Requests that failed in one way.</summary>
/// <param name="Kind">How, in a few words that stay the same.</param>
/// <param name="Requests">How many.</param>
/// <param name="Example">What one of them said, for a person; <see langword="null"/> where there is no more to say.</param>
internal sealed record FailureCount(string Kind, long Requests, string? Example);
