using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A member as the membership has it: what the version decides. What is observed of it is in <c>/api/stats</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where the gateways reach it.</param>
/// <param name="Weight">Its share relative to others.</param>
/// <param name="HealthCheck">What the gateways probe: a path, or <c>tcp</c>; absent where it is the path of their settings.</param>
/// <param name="State"><c>active</c>, or <c>draining</c>: no new requests.</param>
/// <param name="Since">When it joined.</param>
/// <param name="LeaseSeconds">How long it stays without renewing its lease; absent where an operator added it.</param>
internal sealed record ServerResponse(
    string Id, string Url, int Weight, string? HealthCheck, string State, DateTimeOffset Since, double? LeaseSeconds)
{
    public static ServerResponse Of(Server server) =>
        new(server.Id, server.Url, server.Weight, server.HealthCheck, StateOf(server), server.Since, server.Lease?.TotalSeconds);

    public static string StateOf(Server server) => StateOf(server.State);

    public static string StateOf(ServerState state) => state == ServerState.Active ? "active" : "draining";
}
