using System.Globalization;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Gateway.Readiness;

namespace LoadBalancer.Gateway.Endpoints;

internal static class HealthcheckEndpoint
{
    public static void MapHealthcheck(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map("/healthcheck", (ClusterState state, MembershipWatcher watcher, WarmUpState warmUp, BackgroundFaults faults) =>
        {
            var serving = state.Serving;
            var snapshot = serving.Cluster;
            var connection = watcher.Connection;
            var fault = faults.Latest;
            var isHealthy = snapshot.HealthyCount > 0 && !warmUp.IsUnderWay;
            var report = new HealthReport(
                isHealthy ? "Healthy" : "Unhealthy",
                snapshot.Membership.Servers.Length,
                snapshot.HealthyCount,
                connection.State,
                connection.Since,
                MembershipOf(connection, watcher.IsRecovering),
                isHealthy ? null : warmUp.IsUnderWay ? "The gateway is warming up." : ReasonOf(serving, connection, fault))
            {
                StoreReason = connection.Reason,
                Fault = fault is null ? null : $"{fault.Loop}: {fault.Text}",
            };
            return TypedResults.Json(report, GatewayJson.Default.HealthReport, statusCode: isHealthy ? 200 : 503);
        });

    private static string MembershipOf(RegistryConnectionSnapshot connection, bool isRecovering) =>
        !connection.WasReached ? "unknown"
        : isRecovering ? "recovering"
        : connection.IsConnected ? "current"
        : "last known";

    private static string ReasonOf(ServingSnapshot serving, RegistryConnectionSnapshot connection, BackgroundFault? fault) =>
        !connection.WasReached && connection.IsNotWritable
            ? "Redis has accepted no writes since this gateway started, so no server is known; retrying."
        : !connection.WasReached && connection.Reason is null && fault is not null
            ? "No server is known because of a fault of this gateway; retrying."
        : !connection.WasReached ? "Redis has been unreachable since this gateway started, so no server is known; retrying."
        : serving.Cluster.UsableCount > 0 ? "No server responds."
        : serving.Cluster.Membership.Servers.Length > 0 ? "No server accepts new requests."
        : serving.EmptiedAt is { } at ? string.Create(
            CultureInfo.InvariantCulture, $"All servers have left or expired; the last one at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}.")
        : serving.Cluster.Membership.Version > 0 ? "All servers have left or expired."
        : connection.IsConnected ? "No server has joined."
        : "No server had joined when Redis became unavailable.";
}
