namespace LoadBalancer.Dashboard.Api;

/// <summary>The response of <c>/healthcheck</c>.</summary>
/// <param name="Status"><c>Healthy</c>: the dashboard responds.</param>
/// <param name="Store"><c>connected</c> or <c>out of reach</c>.</param>
/// <param name="StoreSince">Since when that is so.</param>
internal sealed record HealthReport(string Status, string Store, DateTimeOffset StoreSince);
