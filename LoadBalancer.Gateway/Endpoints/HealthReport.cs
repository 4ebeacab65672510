namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The response of <c>/healthcheck</c>.</summary>
/// <param name="Status"><c>Healthy</c> if at least one server is usable, else <c>Unhealthy</c>.</param>
/// <param name="Servers">Members of the cluster.</param>
/// <param name="Usable">Members that are to take requests and that nothing speaks against.</param>
/// <param name="Store"><c>connected</c> or <c>out of reach</c>: a gateway serves on from what it knew.</param>
/// <param name="StoreSince">When that began.</param>
/// <param name="Membership">
/// <c>current</c>; <c>recovering</c> where the store has lost it and the gateway serves from what it knew;
/// <c>last known</c> while the store is out of reach; <c>unknown</c> where the store was never reached.
/// </param>
/// <param name="Reason">Why it is not healthy, for a person; absent where it is.</param>
internal sealed record HealthReport(
    string Status, int Servers, int Usable, string Store, DateTimeOffset StoreSince, string Membership, string? Reason);
