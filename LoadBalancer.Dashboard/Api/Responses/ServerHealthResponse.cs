using System.Collections.Immutable;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The health history of a server.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Changes">The changes, the latest first.</param>
internal sealed record ServerHealthResponse(string Id, IReadOnlyList<HealthChangeResponse> Changes)
{
    public static ServerHealthResponse Of(ServerId id, ImmutableArray<HealthChange> changes) =>
        new(id.Value, [.. changes.Select(HealthChangeResponse.Of)]);
}
