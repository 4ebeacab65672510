using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A member as recorded in the membership, as determined by the version. Observations of it are in <c>/api/stats</c>.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Url">The URL at which the gateways reach it.</param>
/// <param name="Weight">Its share relative to others.</param>
/// <param name="HealthCheck">Its health check: a path, or <c>tcp</c>; absent if the path in the gateways' settings is used.</param>
/// <param name="State"><c>active</c>, or <c>draining</c>: no new requests.</param>
/// <param name="Since">When it joined.</param>
/// <param name="LeaseSeconds">How long it stays a member without renewing its lease; absent if an operator added it.</param>
/// <param name="Build">The version of its program; absent if it did not register itself, or with an earlier build.</param>
internal sealed record ServerResponse(
    string Id,
    string Url,
    int Weight,
    string? HealthCheck,
    [property: ValuesOf(typeof(ServerState), IsLower = true)] string State,
    DateTimeOffset Since,
    double? LeaseSeconds,
    string? Build = null)
{
    public static ServerResponse Of(Server server) =>
        new(
            server.Id.Value, server.Url, server.Weight, server.HealthCheck, StateOf(server), server.Since, server.Lease?.TotalSeconds,
            server.Build);

    public static string StateOf(Server server) => StateOf(server.State);

    public static string StateOf(ServerState state) => state == ServerState.Active ? "active" : "draining";
}
