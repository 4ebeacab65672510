namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The answer of <c>/healthcheck</c>.</summary>
/// <param name="Status"><c>Healthy</c> if at least one server is usable, else <c>Unhealthy</c>.</param>
/// <param name="Servers">Members of the cluster.</param>
/// <param name="Usable">Members that are to take requests and that nothing speaks against.</param>
/// <param name="Store"><c>connected</c> or <c>out of reach</c>: a gateway serves on from what it knew.</param>
internal sealed record HealthReport(string Status, int Servers, int Usable, string Store);
