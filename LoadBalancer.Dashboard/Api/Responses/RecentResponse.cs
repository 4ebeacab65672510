using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The statistics of one server for the last 30 minutes.</summary>
/// <param name="Requests">The number of requests whose last attempt was on it.</param>
/// <param name="Share">Its share of the requests of that time, 0 to 1.</param>
/// <param name="Attempts">The number of attempts on it that have ended, apart from those that switched to another protocol.</param>
/// <param name="Failures">The number of attempts that failed on it, whether or not another server responded to the request then.</param>
/// <param name="Retries">The number of attempts of requests that another server had failed before.</param>
/// <param name="Spills">The number of requests that were sent to it because their owner was overloaded.</param>
/// <param name="P50Ms">
/// The milliseconds that half of the attempts on it did not exceed, until the end of the response or until the attempt failed; absent if it
/// had none.
/// </param>
/// <param name="P95Ms">The milliseconds that 95% of the attempts on it did not exceed.</param>
/// <param name="P99Ms">The milliseconds that 99% of the attempts on it did not exceed.</param>
/// <param name="Responses">The responses that clients received for them.</param>
internal sealed record RecentResponse(
    long Requests, double Share, long Attempts, long Failures, long Retries, long Spills, double? P50Ms, double? P95Ms, double? P99Ms,
    ResponseCountsResponse Responses)
{
    public static RecentResponse Of(ServerView view) => new(
        view.Recent.Requests,
        view.RequestShare,
        view.Recent.Attempts,
        view.Recent.Failures,
        view.Recent.Retries,
        view.Recent.Spills,
        view.Recent.Latency.Percentile(0.5)?.TotalMilliseconds,
        view.Recent.Latency.Percentile(0.95)?.TotalMilliseconds,
        view.Recent.Latency.Percentile(0.99)?.TotalMilliseconds,
        ResponseCountsResponse.Of(view.Recent.Responses));
}
