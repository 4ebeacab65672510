using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/servers/{id}/check</c> and <c>/health</c>: what gateways found, read from the store.</summary>
internal static class ServerHealthEndpoints
{
    public static void MapServerHealth(this RouteGroupBuilder api)
    {
        var server = api.MapGroup("/servers/{id}").WithTags(ServerEndpoints.Tag);
        server.MapGet("/check", GetCheckAsync)
            .Describe(
                "getServerCheck",
                "Get the last check of a server",
                "What a gateway asked, what it received, and how long this took. It is written every 5 seconds and kept for one to two "
                + "minutes; check is absent if there is none, for example because the gateways are of an earlier version.")
            .WithServerId().ProducesProblems(404)
            .WithExample(ApiExamples.ServerCheck);
        server.MapGet("/health", GetHealthAsync)
            .Describe(
                "getServerHealth",
                "Get the health history of a server",
                "The latest changes of the verdicts of gateways and of the cluster, with their causes, newest first: at most "
                + $"{IHealthLog.Capacity}, for {IHealthLog.Memory.TotalDays:0} days. A server that has left still has its history.")
            .WithServerId().ProducesProblems(404)
            .WithExample(ApiExamples.ServerHealth);
    }

    private static async Task<Results<Ok<ServerCheckResponse>, ProblemHttpResult>> GetCheckAsync(
        string id, IServerRegistry registry, ICheckStore checks, StoreClock clock, CancellationToken cancellationToken)
    {
        if ((await ServerEndpoints.ReadAsync(registry, cancellationToken)).Find(new(id)) is not { } server)
        {
            return Missing(id);
        }

        var process = ServerProcess.Of(server);
        var found = await checks.ReadAsync(clock.Now, [process], cancellationToken);
        return TypedResults.Ok(ServerCheckResponse.Of(server.Id, found.GetValueOrDefault(process)));
    }

    private static async Task<Results<Ok<ServerHealthResponse>, ProblemHttpResult>> GetHealthAsync(
        string id, IServerRegistry registry, IHealthLog health, CancellationToken cancellationToken)
    {
        var changes = ServerRules.CheckId(id) is null ? await health.ReadAsync(new(id), cancellationToken) : [];
        return changes.IsEmpty && (await ServerEndpoints.ReadAsync(registry, cancellationToken)).Find(new(id)) is null
            ? Missing(id)
            : TypedResults.Ok(ServerHealthResponse.Of(new(id), changes));
    }

    private static ProblemHttpResult Missing(string id) => Problems.Of(ProblemType.UnknownServer, $"There is no server '{id}'.");
}
