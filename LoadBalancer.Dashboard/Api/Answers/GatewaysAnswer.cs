using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>The gateways that report, and those that stopped without leaving.</summary>
/// <param name="Agreed">Whether all of them place every key alike; false while one is lost.</param>
/// <param name="Gateways">They, by name.</param>
internal sealed record GatewaysAnswer(bool Agreed, IReadOnlyList<GatewayAnswer> Gateways)
{
    public static GatewaysAnswer Of(DashboardSnapshot snapshot) => new(
        snapshot.GatewaysAgree,
        [.. snapshot.Gateways.Select(GatewayAnswer.Of).Concat(snapshot.LostGateways.Select(GatewayAnswer.Of)).OrderBy(gateway => gateway.Name, StringComparer.Ordinal)]);
}
