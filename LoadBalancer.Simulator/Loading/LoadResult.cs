using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Loading;

/// <summary>The results of <c>load</c>: the JSON of <c>--json</c>.</summary>
/// <param name="Url">The target of the requests.</param>
/// <param name="Loop"><c>open</c> if there was a rate, otherwise <c>closed</c>.</param>
/// <param name="Rate">The number of requests due each second, in an open loop.</param>
/// <param name="Requests">The requests that ended.</param>
/// <param name="Succeeded">The requests that received a complete response with a status below 400.</param>
/// <param name="Errors">The other requests that ended.</param>
/// <param name="Abandoned">The requests in flight at an interruption, which count neither as succeeded nor as errors.</param>
/// <param name="Interrupted">Whether the run was interrupted before all requests were sent.</param>
/// <param name="Seconds">The time that the run took.</param>
/// <param name="PerSecond">The requests that ended, per second.</param>
/// <param name="Bytes">The total length of all response bodies.</param>
/// <param name="LatencyMs">
/// The time from when each request was due to the end of its response; in a closed loop, a request is due when it is sent.
/// </param>
/// <param name="ServiceMs">The time from when each request was sent to the end of its response.</param>
/// <param name="PeakToMean">The requests of the busiest server, relative to the mean.</param>
/// <param name="Servers">The requests of each server, as far as responses name their server.</param>
/// <param name="ErrorsByKind">The errors by kind, the most frequent first, each with an example.</param>
internal sealed record LoadResult(
    string Url,
    string Loop,
    double? Rate,
    long Requests,
    long Succeeded,
    long Errors,
    long Abandoned,
    bool Interrupted,
    double Seconds,
    double PerSecond,
    long Bytes,
    LatencyFigures? LatencyMs,
    LatencyFigures? ServiceMs,
    double? PeakToMean,
    IReadOnlyList<ServerShare> Servers,
    IReadOnlyList<FailureCount> ErrorsByKind);
