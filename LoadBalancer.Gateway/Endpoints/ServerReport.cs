namespace LoadBalancer.Gateway.Endpoints;

/// <summary>One server in <c>/stats</c>.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Url">The URL at which gateways reach it.</param>
/// <param name="Weight">The server's weight.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Healthy">Whether it is healthy according to probes, requests, and other gateways.</param>
/// <param name="Requests">The number of requests whose last attempt was on it.</param>
/// <param name="Share">Its share of the total, 0 to 1.</param>
/// <param name="Failures">The number of attempts that failed on it.</param>
/// <param name="InFlight">Its requests in flight from all gateways, according to their last reports.</param>
internal sealed record ServerReport(
    string Id, string Url, int Weight, string State, bool Healthy, long Requests, double Share, long Failures, int InFlight);
