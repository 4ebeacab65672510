using LoadBalancer.Dashboard.Api.Answers;
using LoadBalancer.Dashboard.Api.Bodies;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Security;
using LoadBalancer.Registry.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/replicas</c>: how many servers the launcher keeps running.</summary>
internal static class ReplicaEndpoints
{
    private const string Tag = "Replicas";

    public static void MapReplicas(this RouteGroupBuilder api)
    {
        var replicas = api.MapGroup("/replicas").WithTags(Tag);
        replicas.MapGet("", GetAsync).Describe("How many servers are wanted", "And the launcher that sees to it, if there is one.").WithExample(ApiExamples.Replicas);
        replicas.MapPut("", PutAsync).Describe("Want another number of servers", "The launcher starts or drains and stops servers. Without one nothing would come of it: 409.").Refuses(400, 409, 413, 415).WithExample(ApiExamples.Replicas, ApiExamples.ReplicasBody);
    }

    private static async Task<Ok<ReplicasAnswer>> GetAsync(IReplicaStore replicas, CancellationToken cancellationToken) =>
        TypedResults.Ok(ReplicasAnswer.Of(await replicas.ReadAsync(cancellationToken)));

    private static async Task<Results<Ok<ReplicasAnswer>, ProblemHttpResult>> PutAsync(
        HttpContext context, JsonBody<ReplicasBody> body, ClusterControl control, IReplicaStore replicas, CancellationToken cancellationToken)
    {
        if (body.Value.Count is not { } count)
        {
            return Fields.Missing("count");
        }

        if (count is < IReplicaStore.Fewest or > IReplicaStore.Most)
        {
            return Fields.Check("count", $"{count} is not allowed: it must be {IReplicaStore.Fewest} to {IReplicaStore.Most}.")!;
        }

        var result = await control.SetReplicasAsync(count, Author.Of(context.User), cancellationToken);
        return ControlAnswers.Refusal(context, result) is { } refusal ? refusal : await GetAsync(replicas, cancellationToken);
    }
}
