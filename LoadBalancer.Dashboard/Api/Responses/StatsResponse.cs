using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What is observed of the cluster, at most two seconds old.</summary>
/// <param name="At">When the store was read.</param>
/// <param name="Total">
/// Requests since the cluster began, those of servers that have left included: the total of the gateways' <c>/stats</c>.
/// </param>
/// <param name="RecentRequests">
/// Requests of the last 30 minutes: those of servers that have left, and those that came to no server, included.
/// </param>
/// <param name="Responses">What all clients got in the last 30 minutes, those included whose requests came to no server.</param>
/// <param name="Unplaced">What those got whose requests came to no server.</param>
/// <param name="Servers">The members, by id.</param>
internal sealed record StatsResponse(
    DateTimeOffset At, long Total, long RecentRequests, ResponseCountsResponse Responses, ResponseCountsResponse Unplaced,
    IReadOnlyList<StatsServerResponse> Servers)
{
    public static StatsResponse Of(DashboardSnapshot snapshot) => new(
        snapshot.At,
        snapshot.TotalRequests,
        snapshot.RecentRequests,
        ResponseCountsResponse.Of(snapshot.Responses),
        ResponseCountsResponse.Of(snapshot.Unplaced),
        [.. snapshot.Servers.Select(server => StatsServerResponse.Of(server, snapshot))]);
}
