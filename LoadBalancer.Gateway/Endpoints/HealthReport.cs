namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The response of <c>/healthcheck</c>.</summary>
/// <param name="Status"><c>Healthy</c> if at least one server is usable, else <c>Unhealthy</c>.</param>
/// <param name="Servers">The number of members of the cluster.</param>
/// <param name="Usable">The number of members that are active and healthy.</param>
/// <param name="Store">
/// <c>connected</c>; <c>not writable</c> if the store is connected but accepts no writes; or <c>out of reach</c>. Unless it is connected, a
/// gateway keeps serving with the last known state.
/// </param>
/// <param name="StoreSince">Since when that is so.</param>
/// <param name="Membership">
/// <c>current</c>; <c>recovering</c> if the store has lost it and the gateway serves with the last known one; <c>last known</c> while the
/// store is not <c>connected</c>; <c>unknown</c> if the store was never reached.
/// </param>
/// <param name="Reason">Why the gateway is not healthy, for humans; absent if it is.</param>
internal sealed record HealthReport(
    string Status, int Servers, int Usable, string Store, DateTimeOffset StoreSince, string Membership, string? Reason)
{
    /// <summary>Why the store is not <c>connected</c>, for humans; absent if it is.</summary>
    public string? StoreReason { get; init; }

    /// <summary>
    /// The latest fault of a background loop that is not an outage of the store, for humans; absent if none occurred in the last ten
    /// minutes.
    /// </summary>
    public string? Fault { get; init; }
}
