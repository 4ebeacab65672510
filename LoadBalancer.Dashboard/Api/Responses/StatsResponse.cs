using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Observations of the cluster, at most two seconds old.</summary>
/// <param name="At">When the store was read.</param>
/// <param name="Total">
/// The number of requests since the cluster began, including servers that have left: the total of the gateways' <c>/stats</c>.
/// </param>
/// <param name="RecentRequests">
/// The number of requests in the last 30 minutes, including servers that have left and requests that were not sent to a server.
/// </param>
/// <param name="Responses">
/// The responses that all clients received in the last 30 minutes, including those to requests that were not sent to a server.
/// </param>
/// <param name="Unplaced">The responses to requests that were not sent to a server.</param>
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
