using LoadBalancer.Dashboard.Api.Responses;

namespace LoadBalancer.Dashboard.Api;

/// <summary>The response of <c>/healthcheck</c>.</summary>
/// <param name="Status"><c>Healthy</c>: the dashboard responds.</param>
/// <param name="Store"><c>connected</c>, <c>not writable</c> or <c>out of reach</c>.</param>
/// <param name="StoreSince">Since when that is so.</param>
internal sealed record HealthReport(string Status, string Store, DateTimeOffset StoreSince)
{
    /// <summary>Why the store is not <c>connected</c>; absent if it is.</summary>
    public string? StoreReason { get; init; }

    /// <summary>The latest fault of the dashboard's own background loops; absent if none occurred in the last ten minutes.</summary>
    public FaultResponse? Fault { get; init; }
}
