namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A value of a setting.</summary>
/// <param name="Value">The value.</param>
/// <param name="Gateways">The gateways that have it, by name.</param>
internal sealed record SettingValueResponse(string Value, IReadOnlyList<string> Gateways);
