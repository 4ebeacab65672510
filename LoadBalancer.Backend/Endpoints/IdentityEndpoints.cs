namespace LoadBalancer.Backend.Endpoints;

/// <summary>Who the server is, and that it lives.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this WebApplication app, string id)
    {
        app.MapGet("/", () => TypedResults.Json(new Greeting($"Hello from Server: ID {id}", "successful"), BackendJson.Default.Greeting));
        app.MapGet("/healthcheck", () => TypedResults.Json(new Health("Healthy", id), BackendJson.Default.Health));
        app.MapGet("/heartbeat", () => TypedResults.Ok());
    }
}
