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
    private const string Tag = "Replicas";

    public static void MapReplicas(this RouteGroupBuilder api)
    {
        var replicas = api.MapGroup("/replicas").WithTags(Tag);
        replicas.MapGet("", GetAsync)
            .Describe("The wanted number of servers", "Also the orchestrator that follows it, such as the AppHost, while one reports.")
            .WithExample(ApiExamples.Replicas);
        replicas.MapPut("", PutAsync)
            .Describe("Set the wanted number of servers", "The orchestrator starts servers, or drains and stops them. More than it can "
                + "keep is refused with 400. While no orchestrator reports, the number would have no effect: 409.")
            .ProducesProblems(400, 409, 413, 415)
            .WithExample(ApiExamples.Replicas, ApiExamples.ReplicasBody);
        replicas.MapPut("/orchestrator", ReportAsync)
            .Describe("Report as the orchestrator", "The report counts for 5 s: an orchestrator sends it once a second, and starts or "
                + "stops servers until it keeps the count in the response. With a count in the report, that is "
                + "the wanted number from now on.")
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
