using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>What happened to requests in one interval.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="ClientErrors">Responses with 4xx, of servers and of gateways.</param>
/// <param name="ServerErrors">Responses with 5xx from servers.</param>
/// <param name="GatewayErrors">Responses with 5xx from gateways themselves.</param>
/// <param name="ClientsLeft">Requests whose client disconnected before a response began.</param>
/// <param name="Latency">The latency of the requests that were sent to servers.</param>
internal readonly record struct TrendPoint(
    long Requests, long ClientErrors, long ServerErrors, long GatewayErrors, long ClientsLeft, LatencyHistogram Latency)
{
    /// <summary>Adds what happened in two intervals.</summary>
    public static TrendPoint operator +(TrendPoint left, TrendPoint right) => new(
        left.Requests + right.Requests,
        left.ClientErrors + right.ClientErrors,
        left.ServerErrors + right.ServerErrors,
        left.GatewayErrors + right.GatewayErrors,
        left.ClientsLeft + right.ClientsLeft,
        LatencyHistogram.Sum([left.Latency, right.Latency]));

    /// <summary>Returns the point of an interval.</summary>
    /// <param name="statistics">The statistics of requests that were sent to servers.</param>
    /// <param name="unplaced">The responses to requests that were not.</param>
    public static TrendPoint Of(ServerStatistics statistics, ResponseCounts unplaced = default)
    {
        var responses = statistics.Responses + unplaced;
        return new(
            statistics.Requests + unplaced.Requests,
            responses.All.ClientErrors,
            responses.FromServers.ServerErrors,
            responses.FromGateway.ServerErrors,
            responses.ClientsLeft,
            statistics.Latency);
    }
}
