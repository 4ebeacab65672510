namespace LoadBalancer.Core.Health;

/// <summary>How a server's recent requests went.</summary>
/// <param name="Requests">Requests in the window.</param>
/// <param name="Failures">Those of them that failed.</param>
/// <param name="FailuresInARow">
/// The last ones that failed without a success in between, in the window or before; <see cref="OutcomeWindow.MalformedPerFailure"/>
/// malformed responses are one.
/// </param>
public readonly record struct RecentOutcomes(int Requests, int Failures, int FailuresInARow);
