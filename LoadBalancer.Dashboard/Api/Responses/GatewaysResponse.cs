using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The gateways that report, and those that stopped without leaving.</summary>
/// <param name="Agreed">
/// Whether all of them place every key alike, according to their last reports: their digests and their settings are equal, as far as they
/// report them. False while one is lost, and for a moment while a change spreads.
/// </param>
/// <param name="Differences">The settings that decide where a key goes and that are not the same on all gateways.</param>
/// <param name="WithoutPolicy">
/// The gateways of an earlier build, which do not report these settings, by name; absent if there are none.
/// </param>
/// <param name="Gateways">The gateways, by name.</param>
internal sealed record GatewaysResponse(
    bool Agreed,
    IReadOnlyList<DifferenceResponse> Differences,
    IReadOnlyList<string>? WithoutPolicy,
    IReadOnlyList<GatewayResponse> Gateways)
{
    public static GatewaysResponse Of(DashboardSnapshot snapshot) => new(
        snapshot.GatewaysAgree,
        [.. snapshot.PolicyDifferences.Select(DifferenceResponse.Of)],
        snapshot.GatewaysWithoutPolicy is { IsEmpty: false } unknown ? [.. unknown.Select(name => name.Value)] : null,
        [.. snapshot.Gateways.Select(GatewayResponse.Of).Concat(snapshot.LostGateways.Select(GatewayResponse.Of)).OrderBy(
            gateway => gateway.Name, StringComparer.Ordinal)]);
}
