namespace LoadBalancer.Simulator.Reporting;

/// <summary>A cause of failures.</summary>
/// <param name="Cause">The <c>error</c> of the request log.</param>
/// <param name="Requests">The requests whose last failure had this cause.</param>
/// <param name="ServerErrors">Those that ended with a status of 500 or more.</param>
internal sealed record CauseReport(string Cause, long Requests, long ServerErrors);
