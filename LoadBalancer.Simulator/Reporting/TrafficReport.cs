using LoadBalancer.Simulator.RequestLog;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>What is in the logs: the JSON of <c>--json</c>.</summary>
/// <param name="Log">What was read.</param>
/// <param name="Requests">Requests that are counted: of those read, the ones within the time asked for.</param>
/// <param name="From">The first, <see langword="null"/> where the log has no times.</param>
/// <param name="To">The last.</param>
/// <param name="Failures">Responded with 500 or more.</param>
/// <param name="Retries">Tries beyond each request's first.</param>
/// <param name="Bytes">Bodies of responses.</param>
/// <param name="LatencyMs">Of all.</param>
/// <param name="PeakToMean">How much the busiest server had, relative to the mean.</param>
/// <param name="Servers">By id in ordinal order.</param>
/// <param name="WithoutServer">Requests that were sent nowhere.</param>
/// <param name="Statuses">By status.</param>
/// <param name="Reasons">By why their server was selected.</param>
/// <param name="Methods">By method.</param>
/// <param name="Gateways">By gateway.</param>
/// <param name="Keys">How unevenly keys are asked for.</param>
/// <param name="BinSeconds">How long the parts of <paramref name="OverTime"/> are.</param>
/// <param name="OverTime">Requests and failures over time; parts without any are left out.</param>
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
