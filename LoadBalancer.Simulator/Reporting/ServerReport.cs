using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>What one server had.</summary>
/// <param name="Id">The server.</param>
/// <param name="Requests">Requests that it had last.</param>
/// <param name="Share">The part of all that had a server, 0 to 1.</param>
/// <param name="Failures">Those of them that were responded with 500 or more.</param>
/// <param name="Spilled">Those of them that another server owns.</param>
/// <param name="Bytes">Bodies of responses.</param>
/// <param name="LatencyMs">How long they took, to within 6 %.</param>
internal sealed record ServerReport(
    string Id, long Requests, double Share, long Failures, long Spilled, long Bytes, LatencyFigures? LatencyMs);
