using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Loading;

/// <summary>What <c>load</c> measured: the JSON of <c>--json</c>.</summary>
/// <param name="Url">Where the requests went.</param>
/// <param name="Loop"><c>open</c> with a rate, else <c>closed</c>.</param>
/// <param name="Rate">Requests that were due each second, in an open loop.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Succeeded">Those that were responded with a status below 400.</param>
/// <param name="Failed">The others.</param>
/// <param name="Abandoned">Requests in flight at an interruption: neither.</param>
/// <param name="Interrupted">Whether it ended before all was sent.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PerSecond">Requests that ended in each second.</param>
/// <param name="Bytes">Length of all answers' bodies.</param>
/// <param name="LatencyMs">From when each request was due to the end of its response; in a closed loop, due is when it was sent.</param>
/// <param name="ServiceMs">From when it was sent.</param>
/// <param name="PeakToMean">How much the busiest server had, relative to the mean.</param>
/// <param name="Servers">Who answered, where answers say so.</param>
/// <param name="Failures">How requests failed, the most frequent way first.</param>
internal sealed record LoadResult(
    string Url,
    string Loop,
    double? Rate,
    long Requests,
    long Succeeded,
    long Failed,
    long Abandoned,
    bool Interrupted,
    double Seconds,
    double PerSecond,
    long Bytes,
    LatencyFigures? LatencyMs,
    LatencyFigures? ServiceMs,
    double? PeakToMean,
    IReadOnlyList<ServerShare> Servers,
    IReadOnlyList<FailureCount> Failures);
