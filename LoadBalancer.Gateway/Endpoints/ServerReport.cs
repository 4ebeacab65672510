namespace LoadBalancer.Gateway.Endpoints;

/// <summary>One server in <c>/stats</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where the gateways reach it.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Healthy">Whether nothing speaks against it: probes, requests, other gateways.</param>
/// <param name="Requests">Requests whose last attempt was at it.</param>
/// <param name="Share">Its part of the total, 0 to 1.</param>
/// <param name="Failures">Attempts that failed on it.</param>
/// <param name="InFlight">Requests that it is working on, for all gateways as they last said.</param>
internal sealed record ServerReport(
    string Id, string Url, int Weight, string State, bool Healthy, long Requests, double Share, long Failures, int InFlight);
