using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What happened at one server in the last 30 minutes.</summary>
/// <param name="Requests">Requests whose last attempt was at it.</param>
/// <param name="Share">Its part of the requests of that time, 0 to 1.</param>
/// <param name="Failures">Attempts that failed on it.</param>
/// <param name="Retries">Attempts of requests that another server had failed before.</param>
/// <param name="Spills">Requests that came because their owner had too much to do.</param>
/// <param name="P50">Milliseconds that half of its requests did not exceed; absent where it had none.</param>
/// <param name="P95">The same of 95 %.</param>
/// <param name="P99">The same of 99 %.</param>
/// <param name="Responses">What clients got for them.</param>
internal sealed record RecentResponse(
    long Requests, double Share, long Failures, long Retries, long Spills, double? P50, double? P95, double? P99,
    ResponseCountsResponse Responses)
{
    public static RecentResponse Of(ServerView view) => new(
        view.Recent.Requests,
        view.RequestShare,
        view.Recent.Failures,
        view.Recent.Retries,
        view.Recent.Spills,
        view.Recent.Latency.Percentile(0.5)?.TotalMilliseconds,
        view.Recent.Latency.Percentile(0.95)?.TotalMilliseconds,
        view.Recent.Latency.Percentile(0.99)?.TotalMilliseconds,
        ResponseCountsResponse.Of(view.Recent.Responses));
}
