using LoadBalancer.Gateway.State;
using LoadBalancer.Registry.Watching;

namespace LoadBalancer.Gateway.Endpoints;

internal static class HealthcheckEndpoint
{
    public static void MapHealthcheck(this WebApplication app) => app.Map("/healthcheck", (ClusterState state, MembershipWatcher watcher) =>
    {
        var snapshot = state.Cluster;
        var report = new HealthReport(
            snapshot.HealthyCount > 0 ? "Healthy" : "Unhealthy",
            snapshot.Membership.Servers.Length,
            snapshot.HealthyCount,
            watcher.IsConnected ? "connected" : "out of reach");
        return TypedResults.Json(report, GatewayJson.Default.HealthReport, statusCode: snapshot.HealthyCount > 0 ? 200 : 503);
    });
}
