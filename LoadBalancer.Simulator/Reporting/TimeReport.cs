namespace LoadBalancer.Simulator.Reporting;

/// <summary>The requests of a stretch of time.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Requests">How many.</param>
/// <param name="Failures">Those responded with 500 or more.</param>
/// <param name="ByServer">How many each server had, in the report's order of servers.</param>
internal sealed record TimeReport(DateTimeOffset From, long Requests, long Failures, IReadOnlyList<long> ByServer);
