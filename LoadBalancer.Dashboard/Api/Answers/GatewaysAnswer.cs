namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>The gateways that have reported of late.</summary>
/// <param name="Agreed">Whether all of them place every key alike.</param>
/// <param name="Gateways">They, by name.</param>
internal sealed record GatewaysAnswer(bool Agreed, IReadOnlyList<GatewayAnswer> Gateways);
