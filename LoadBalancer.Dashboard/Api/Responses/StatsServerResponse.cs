using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Observations of one member.</summary>
/// <param name="Id">The server.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Healthy">Whether most gateways find it healthy.</param>
/// <param name="UnhealthyOn">The gateways that find it unhealthy, and why; empty if none does.</param>
/// <param name="LeaseLeftSeconds">The remaining time of its lease; absent if it has none.</param>
/// <param name="InFlight">The number of its requests in flight.</param>
/// <param name="Requests">The number of requests since the cluster began whose last attempt was on it.</param>
/// <param name="Failures">The number of attempts that failed on it since then.</param>
/// <param name="Share">Its share of the total, 0 to 1.</param>
/// <param name="Recent">The statistics for the last 30 minutes.</param>
internal sealed record StatsServerResponse(
    string Id,
    [property: ValuesOf(typeof(ServerState), IsLower = true)] string State,
    bool Healthy,
    IReadOnlyList<VerdictResponse> UnhealthyOn,
    double? LeaseLeftSeconds,
    int InFlight,
    long Requests,
    long Failures,
    double Share,
    RecentResponse Recent)
{
    public static StatsServerResponse Of(ServerView view, DashboardSnapshot snapshot) => new(
        view.Server.Id.Value,
        ServerResponse.StateOf(view.Server),
        view.IsHealthy,
        [.. view.Health.Where(one => one.Reason != HealthReason.Healthy).Select(VerdictResponse.Of)],
        view.LeaseLeft?.TotalSeconds,
        view.InFlight,
        view.TotalRequests,
        snapshot.Totals.GetValueOrDefault(view.Server.Id).Failures,
        snapshot.TotalRequests == 0 ? 0 : (double)view.TotalRequests / snapshot.TotalRequests,
        RecentResponse.Of(view));
}
