using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/healthcheck</c>: whether the dashboard responds, regardless of the store.</summary>
internal static class HealthcheckEndpoint
{
    public static void MapHealthcheck(this WebApplication app) =>
        app.MapGet("/healthcheck", (ClusterView view) =>
        {
            var connection = view.Connection;
            var report = new HealthReport("Healthy", connection.State, connection.Since)
            {
                StoreReason = connection.Reason,
                Fault = FaultResponse.Of(view.Fault),
            };
            return TypedResults.Json(report, DashboardJson.Default.HealthReport);
        }).AllowAnonymous().ExcludeFromDescription();
}
