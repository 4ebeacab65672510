using LoadBalancer.Simulator.RequestLog;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The figures of request logs: the JSON of <c>--json</c>.</summary>
/// <param name="Log">The number of lines that were read, and the problems found in them.</param>
/// <param name="Requests">The requests in the requested period.</param>
/// <param name="From">The time of the first request; <see langword="null"/> if the log has no times.</param>
/// <param name="To">The time of the last request; <see langword="null"/> if the log has no times.</param>
/// <param name="Failures">The requests with a status of 500 or more.</param>
/// <param name="Retries">The attempts beyond the first of each request.</param>
/// <param name="Bytes">The total length of the response bodies.</param>
/// <param name="LatencyMs">The latency of all requests.</param>
/// <param name="PeakToMean">The requests of the busiest server, relative to the mean.</param>
/// <param name="Servers">The figures of each server, by id in ordinal order.</param>
/// <param name="WithoutServer">The requests that were not sent to any server.</param>
/// <param name="Statuses">The requests by status.</param>
/// <param name="Reasons">The requests by the reason for which their server was selected.</param>
/// <param name="Methods">The requests by method.</param>
/// <param name="Gateways">The requests by gateway.</param>
/// <param name="Keys">How unevenly requests are distributed over keys.</param>
/// <param name="BinSeconds">The length of the intervals of <paramref name="OverTime"/>, in seconds.</param>
/// <param name="OverTime">Requests and failures over time; intervals without requests are omitted.</param>
internal sealed record TrafficReport(
    LogProblems Log,
    long Requests,
    DateTimeOffset? From,
    DateTimeOffset? To,
    long Failures,
    long Retries,
    long Bytes,
    LatencyFigures? LatencyMs,
    double? PeakToMean,
    IReadOnlyList<ServerReport> Servers,
    long WithoutServer,
    IReadOnlyList<NamedCount> Statuses,
    IReadOnlyList<NamedCount> Reasons,
    IReadOnlyList<NamedCount> Methods,
    IReadOnlyList<NamedCount> Gateways,
    KeySkew Keys,
    double BinSeconds,
    IReadOnlyList<TimeReport> OverTime);
