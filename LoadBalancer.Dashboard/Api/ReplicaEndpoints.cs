using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Dashboard.Api.Bodies;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/replicas</c>: the number of servers that the orchestrator keeps running.</summary>
internal static class ReplicaEndpoints
{
    public const string Tag = "Replicas";

    public static void MapReplicas(this RouteGroupBuilder api)
    {
        var replicas = api.MapGroup("/replicas").WithTags(Tag);
        replicas.MapGet("", GetAsync)
            .Describe(
                "getReplicas",
                "The wanted number of servers",
                "With the orchestrator that follows it, such as the AppHost, while one is reporting.")
            .WithExample(ApiExamples.Replicas);
        replicas.MapPut("", PutAsync)
            .Describe("setReplicas", "Set the wanted number of servers", "The orchestrator starts servers, or drains and stops them. A "
                + "number above its maximum is rejected with 400. While no orchestrator is reporting, the response is 409.")
            .ProducesProblems(400, 409, 413, 415)
            .WithExample(ApiExamples.Replicas, ApiExamples.ReplicasBody);
        replicas.MapPut("/orchestrator", ReportAsync)
            .Describe("reportOrchestrator", "Report as the orchestrator", "A report is valid for 5 s. An orchestrator sends one every "
                + "second, and starts or stops servers until the number matches the count in the response. A count in the report becomes "
                + "the wanted number.")
            .ProducesProblems(400, 409, 413, 415).WithExample(ApiExamples.Replicas, ApiExamples.OrchestratorBody);
    }

    private static async Task<Ok<ReplicasResponse>> GetAsync(IReplicaStore replicas, CancellationToken cancellationToken) =>
        TypedResults.Ok(ReplicasResponse.Of(await replicas.ReadAsync(cancellationToken)));

    private static async Task<Results<Ok<ReplicasResponse>, ProblemHttpResult>> PutAsync(
        HttpContext context,
        JsonBody<ReplicasBody> body,
        ClusterControl control,
        IReplicaStore replicas,
        CancellationToken cancellationToken)
    {
        if (body.Value.Count is not { } count)
        {
            return Fields.Missing("count");
        }

        var result = await control.SetReplicasAsync(count, Author.Of(context.User), cancellationToken);
        return ControlResponses.ProblemOf(context, result) is { } rejection ? rejection : await GetAsync(replicas, cancellationToken);
    }

    private static async Task<Results<Ok<ReplicasResponse>, ProblemHttpResult>> ReportAsync(
        HttpContext context,
        JsonBody<OrchestratorBody> body,
        ClusterControl control,
        IReplicaStore replicas,
        CancellationToken cancellationToken)
    {
        if (body.Value.Read(out var report) is { } problem)
        {
            return problem;
        }

        var result = await control.ReportAsync(report, body.Value.Count, cancellationToken);
        return ControlResponses.ProblemOf(context, result) is { } rejection ? rejection : await GetAsync(replicas, cancellationToken);
    }
}
