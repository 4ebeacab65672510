using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The figures of one server.</summary>
/// <param name="Id">The id of the server.</param>
/// <param name="Requests">The requests whose last attempt was on this server.</param>
/// <param name="Share">The fraction of all requests that reached a server, 0 to 1.</param>
/// <param name="ServerErrors">The requests with a status of 500 or more.</param>
/// <param name="NotToOwner">The requests that were not sent to their owner but to this server.</param>
/// <param name="Bytes">The total length of the response bodies.</param>
/// <param name="LatencyMs">The latency of the requests, to within 6 %; absent without requests.</param>
internal sealed record ServerReport(
    string Id, long Requests, double Share, long ServerErrors, long NotToOwner, long Bytes, LatencyFigures? LatencyMs)
{
    /// <summary>The share by the weights in <c>--servers</c>; absent without that option, and for a server that it does not list.</summary>
    public double? ExpectedShare { get; init; }

    /// <summary>The requests whose last failed attempt was on this server, whether or not a later attempt succeeded.</summary>
    public long FailedAttempts { get; init; }
}
