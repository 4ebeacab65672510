using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The gateways that report, and those that stopped without leaving.</summary>
/// <param name="Agreed">Whether all of them place every key alike; false while one is lost.</param>
/// <param name="Gateways">The gateways, by name.</param>
internal sealed record GatewaysResponse(bool Agreed, IReadOnlyList<GatewayResponse> Gateways)
{
    public static GatewaysResponse Of(DashboardSnapshot snapshot) => new(
        snapshot.GatewaysAgree,
        [.. snapshot.Gateways.Select(GatewayResponse.Of).Concat(snapshot.LostGateways.Select(GatewayResponse.Of)).OrderBy(
            gateway => gateway.Name, StringComparer.Ordinal)]);
}
