using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>What happened to requests in one interval.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="ClientErrors">Responses with 4xx, of servers and of gateways.</param>
/// <param name="ServerErrors">Responses with 5xx from servers.</param>
/// <param name="GatewayErrors">Responses with 5xx from gateways themselves.</param>
/// <param name="ClientsLeft">Requests whose client disconnected before a response began.</param>
/// <param name="Latency">The latency of the requests that were sent to servers; of one server, that of the attempts on it.</param>
internal readonly record struct TrendPoint(
    long Requests, long ClientErrors, long ServerErrors, long GatewayErrors, long ClientsLeft, LatencyHistogram Latency)
{
    /// <summary>Attempts that failed, whether or not another server responded to the request then.</summary>
    public long FailedAttempts { get; private init; }

    /// <summary>Adds what happened in two intervals.</summary>
    public static TrendPoint operator +(TrendPoint left, TrendPoint right) => new(
        left.Requests + right.Requests,
        left.ClientErrors + right.ClientErrors,
        left.ServerErrors + right.ServerErrors,
        left.GatewayErrors + right.GatewayErrors,
        left.ClientsLeft + right.ClientsLeft,
        LatencyHistogram.Sum([left.Latency, right.Latency]))
    {
        FailedAttempts = left.FailedAttempts + right.FailedAttempts,
    };

    /// <summary>Returns the point of an interval for one server.</summary>
    public static TrendPoint Of(ServerStatistics statistics) => Of(statistics, statistics.Latency, default);

    /// <summary>Returns the point of an interval for gateways.</summary>
    public static TrendPoint Of(IReadOnlyCollection<GatewayTotal> gateways) => Of(
        ServerStatistics.SumOverGateways([.. gateways.Select(gateway => gateway.Servers)]),
        LatencyHistogram.Sum(gateways.Select(gateway => gateway.RequestLatency)),
        ResponseCounts.Sum(gateways.Select(gateway => gateway.Unplaced)));

    private static TrendPoint Of(ServerStatistics statistics, LatencyHistogram latency, ResponseCounts unplaced)
    {
        var responses = statistics.Responses + unplaced;
        return new(
            statistics.Requests + unplaced.Requests,
            responses.All.ClientErrors,
            responses.FromServers.ServerErrors,
            responses.FromGateway.ServerErrors,
            responses.ClientsLeft,
            latency)
        {
            FailedAttempts = statistics.Failures,
        };
    }
}
