using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A frequent key.</summary>
/// <param name="Key">The key, truncated to 128 characters.</param>
/// <param name="Requests">The maximum number of requests with the key.</param>
/// <param name="Error">The amount by which this number may be too high.</param>
/// <param name="Share">The key's share of the requests, 0 to 1.</param>
/// <param name="Owner">The server that currently owns the key; absent if there is none.</param>
/// <param name="RecentShare">
/// The key's share of the requests of the last five minutes, 0 to 1, at most; absent if there were none.
/// </param>
/// <param name="Trend">
/// <c>rising</c> or <c>falling</c> if the share of the last five minutes certainly differs from that of the last 30 by a quarter or more,
/// otherwise <c>steady</c>; absent if there were no requests.
/// </param>
internal sealed record HotKeyResponse(
    string Key,
    long Requests,
    long Error,
    double Share,
    string? Owner,
    double? RecentShare,
    [property: ValuesOf(typeof(HotKeyTrend), IsLower = true)] string? Trend)
{
    public static HotKeyResponse Of(HotKeyView view) => new(
        view.Key.Key,
        view.Key.Requests,
        view.Key.Error,
        view.Share,
        view.Owner?.Value,
        view.Recent?.Share,
        view.Recent?.Trend.ToString().ToLowerInvariant());
}
