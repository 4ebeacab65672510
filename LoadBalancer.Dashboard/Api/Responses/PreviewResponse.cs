using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The effect of a change, when every server has reached its full weight.</summary>
/// <param name="Version">The version that the preview was computed from; also the entity tag.</param>
/// <param name="AlgorithmBefore">The current placement algorithm.</param>
/// <param name="AlgorithmAfter">The placement algorithm after the change.</param>
/// <param name="Moved">The fraction of all keys that would move to another server, 0 to 1.</param>
/// <param name="MovedBetweenUnchanged">The fraction that would move between two servers that are unchanged.</param>
/// <param name="Least">
/// The minimum fraction that must move to change the shares before into those after; not more than moved. The rest of moved is avoidable.
/// </param>
/// <param name="Servers">The servers before and after the change.</param>
/// <param name="HotKeys">The most frequent keys of the last 30 minutes.</param>
internal sealed record PreviewResponse(
    long Version,
    [property: ValuesOf(typeof(PlacementAlgorithm))] string AlgorithmBefore,
    [property: ValuesOf(typeof(PlacementAlgorithm))] string AlgorithmAfter,
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
        [.. forecast.HotKeys.Select(PreviewKeyResponse.Of)]);
}
