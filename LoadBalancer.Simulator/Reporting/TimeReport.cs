namespace LoadBalancer.Simulator.Reporting;

/// <summary>The requests within one interval of time.</summary>
/// <param name="From">The beginning of the interval.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="Failures">The requests with a status of 500 or more.</param>
/// <param name="ByServer">The number of requests to each server, in the order of the report's servers.</param>
internal sealed record TimeReport(DateTimeOffset From, long Requests, long Failures, IReadOnlyList<long> ByServer);
