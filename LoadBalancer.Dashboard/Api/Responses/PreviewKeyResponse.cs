using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The effect of a change on a frequent key.</summary>
/// <param name="Key">The key, truncated to 128 characters.</param>
/// <param name="Share">The key's share of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="ServerBefore">The server that receives the key: its owner, or the next candidate while the owner drains.</param>
/// <param name="ServerAfter">The server that receives the key afterwards.</param>
internal sealed record PreviewKeyResponse(string Key, double Share, string? ServerBefore, string? ServerAfter)
{
    public static PreviewKeyResponse Of(HotKeyForecast forecast) => new(
        forecast.Key.Key.Key, forecast.Key.Share, forecast.ServerBefore?.Value, forecast.ServerAfter?.Value);
}
