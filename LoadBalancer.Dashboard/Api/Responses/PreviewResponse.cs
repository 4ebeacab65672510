using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What a change would do, when every server has reached its full weight.</summary>
/// <param name="Version">The version that it was computed from: the entity tag says it too.</param>
/// <param name="AlgorithmBefore">How keys are placed.</param>
/// <param name="AlgorithmAfter">How they would be.</param>
/// <param name="Moved">The part of all keys that would go to another server, 0 to 1.</param>
/// <param name="MovedBetweenUnchanged">The part that would move between two servers that stay as they are.</param>
/// <param name="Least">The part that must move for the shares before to become those after: no more than moved.</param>
/// <param name="Servers">Every server before or after.</param>
/// <param name="HotKeys">The most frequent keys of the last 30 minutes.</param>
internal sealed record PreviewResponse(
    long Version,
    string AlgorithmBefore,
    string AlgorithmAfter,
    double Moved,
    double MovedBetweenUnchanged,
    double Least,
    IReadOnlyList<PreviewServerResponse> Servers,
    IReadOnlyList<PreviewKeyResponse> HotKeys)
{
    public static PreviewResponse Of(PlacementForecast forecast) => new(
        forecast.At.Version,
        forecast.AlgorithmBefore.ToString(),
        forecast.AlgorithmAfter.ToString(),
        forecast.Moved,
        forecast.MovedBetweenUnchanged,
        forecast.Least,
        [.. forecast.Servers.Select(PreviewServerResponse.Of)],
        [.. forecast.HotKeys.Select(key => new PreviewKeyResponse(key.Key.Key.Key, key.Key.Share, key.ServerBefore, key.ServerAfter))]);
}
