namespace LoadBalancer.Core.Health;

/// <summary>The outcomes of a server's recent requests.</summary>
/// <param name="Requests">The number of requests in the window.</param>
/// <param name="Failures">The number of those that failed.</param>
/// <param name="FailuresInARow">
/// The number of consecutive failures up to now, in the window or before; <see cref="OutcomeWindow.MalformedPerFailure"/> malformed
/// responses count as one.
/// </param>
public readonly record struct RecentOutcomes(int Requests, int Failures, int FailuresInARow);
