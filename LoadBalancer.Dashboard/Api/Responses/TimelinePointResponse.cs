using LoadBalancer.Dashboard.Charts.Trends;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What happened to requests in one interval.</summary>
/// <param name="At">When the interval began.</param>
/// <param name="IsOver">Whether the interval is over; the numbers of the last one may still grow.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="ClientErrors">Responses with 4xx, of servers and of gateways.</param>
/// <param name="ServerErrors">Responses with 5xx from servers.</param>
/// <param name="GatewayErrors">Responses with 5xx from gateways themselves.</param>
/// <param name="ClientsDisconnected">Requests whose client disconnected before a response began.</param>
/// <param name="FailedAttempts">Attempts that failed, whether or not another server responded to the request then.</param>
/// <param name="P50Ms">
/// The milliseconds that half of the requests to servers did not exceed, from the first attempt on; absent if there were none. Of one
/// server: that half of the attempts on it did not exceed.
/// </param>
/// <param name="P95Ms">The milliseconds that 95% of them did not exceed.</param>
/// <param name="P99Ms">The milliseconds that 99% of them did not exceed.</param>
internal sealed record TimelinePointResponse(
    DateTimeOffset At,
    bool IsOver,
    long Requests,
    long ClientErrors,
    long ServerErrors,
    long GatewayErrors,
    long ClientsDisconnected,
    long FailedAttempts,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms)
{
    /// <summary>The failed attempts by cause; absent if there were none, or if the gateways do not record causes.</summary>
    public IReadOnlyDictionary<string, long>? FailuresByCause { get; init; }

    /// <summary>The requests that gateways rejected with 429 or 503 by reason; absent if there were none, and with a server.</summary>
    public IReadOnlyDictionary<string, long>? RejectionsByReason { get; init; }

    public static TimelinePointResponse Of(DateTimeOffset at, bool isOver, TrendPoint point) => new(
        at,
        isOver,
        point.Requests,
        point.ClientErrors,
        point.ServerErrors,
        point.GatewayErrors,
        point.ClientsLeft,
        point.FailedAttempts,
        point.Latency.Percentile(0.5)?.TotalMilliseconds,
        point.Latency.Percentile(0.95)?.TotalMilliseconds,
        point.Latency.Percentile(0.99)?.TotalMilliseconds);
}
