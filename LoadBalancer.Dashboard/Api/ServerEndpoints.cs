using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Api.Bodies;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/servers</c>: the members, read from the store, and operations on them.</summary>
internal static class ServerEndpoints
{
    public const string Tag = "Servers";

    public static void MapServers(this RouteGroupBuilder api)
    {
        var servers = api.MapGroup("/servers").WithTags(Tag);
        servers.MapGet("", ListAsync)
            .Describe(
                "listServers", "List the servers", "The membership, with its version as the entity tag. Statistics are in /api/stats.")
            .ReadsConditionally()
            .WithExample(ApiExamples.Servers);
        servers.MapGet("/{id}", GetAsync)
            .Describe("getServer", "Get a server", "With the version of the membership as the entity tag.")
            .WithServerId().ReadsConditionally().ProducesProblems(404)
            .WithExample(ApiExamples.Server);
        servers.MapPut("/{id}", PutAsync)
            .Describe(
                "putServer",
                "Add or change a server",
                "With the same URL, only the weight and the health check change; values that are absent or null stay the same. "
                + "With a different URL, the server is replaced by another process, which is active and needs no lease.")
            .WithServerId().ChangesConditionally().ProducesProblems(400, 409, 413, 415)
            .WithExample(ApiExamples.Server, ApiExamples.ServerBody);
        servers.MapPatch("/{id}", PatchAsync)
            .Describe("setWeight", "Change a weight", "Keys move to or from this server only.")
            .WithServerId().ChangesConditionally().ProducesProblems(400, 404, 413, 415)
            .WithExample(ApiExamples.Server, ApiExamples.WeightBody);
        servers.MapDelete("/{id}", DeleteAsync)
            .Describe("removeServer", "Remove a server", "It gets no new requests; those in flight finish. A server that registers itself "
                + "returns unless it is stopped.")
            .WithServerId().ChangesConditionally().ProducesProblems(404);
        servers.MapPost("/{id}/drain", DrainAsync)
            .Describe(
                "drainServer",
                "Drain a server",
                "The server gets no new requests but stays a member: its keys go to their next candidates.")
            .WithServerId().ChangesConditionally().ProducesProblems(404)
            .WithExample(ApiExamples.Draining);
        servers.MapPost("/{id}/activate", ActivateAsync)
            .Describe("activateServer", "End draining", "The server gets the requests of its keys again.")
            .WithServerId().ChangesConditionally().ProducesProblems(404)
            .WithExample(ApiExamples.Server);
    }

    /// <summary>Reads the membership; also from a store that is full, where it is current.</summary>
    internal static async Task<MembershipSnapshot> ReadAsync(IServerRegistry registry, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ReadAsync(cancellationToken);
        }
        catch (StoreException exception) when (StoreFailure.IsFull(exception))
        {
            return await registry.ReadUncheckedAsync(cancellationToken);
        }
    }

    private static async Task<Results<Ok<ServersResponse>, StatusCodeHttpResult>> ListAsync(
        HttpContext context, IServerRegistry registry, CancellationToken cancellationToken)
    {
        var membership = await ReadAsync(registry, cancellationToken);
        return EntityTags.IsKnown(context, EntityTags.Of(membership.At))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(
                new ServersResponse(membership.Epoch.Value, membership.Version, [.. membership.Servers.Select(ServerResponse.Of)]));
    }

    private static async Task<Results<Ok<ServerResponse>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        HttpContext context, string id, IServerRegistry registry, CancellationToken cancellationToken)
    {
        var membership = await ReadAsync(registry, cancellationToken);
        return membership.Find(new(id)) is not { } server ? Problems.Of(ProblemType.UnknownServer, $"There is no server '{id}'.")
            : EntityTags.IsKnown(context, EntityTags.Of(membership.At)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(ServerResponse.Of(server));
    }

    private static async Task<Results<Ok<ServerResponse>, Created<ServerResponse>, ProblemHttpResult>> PutAsync(
        HttpContext context, string id, JsonBody<ServerBody> body, ClusterControl control, CancellationToken cancellationToken)
    {
        var (url, weight, check) = (body.Value.Url, body.Value.Weight, body.Value.HealthCheck);
        var problem = Fields.Check("id", ServerRules.CheckId(id))
            ?? (url is null ? Fields.Missing("url") : Fields.Check("url", ServerRules.CheckUrl(url, out _)))
            ?? (weight is { } given ? Fields.Check("weight", ServerRules.CheckWeight(given)) : null)
            ?? (check is null or ServerRules.DefaultHealthCheck ? null : Fields.Check("healthCheck", ServerRules.CheckHealthCheck(check)));
        if (problem is not null)
        {
            return problem;
        }

        var (rejection, result) = await ControlResponses.DoAsync(
            context, new(id), request => control.PutAsync(new(new(id), url!, weight, check), request, cancellationToken));
        return rejection is not null ? rejection
            : result.IsNew ? TypedResults.Created($"/api/servers/{id}", ResponseOf(result, id))
            : TypedResults.Ok(ResponseOf(result, id));
    }

    private static async Task<Results<Ok<ServerResponse>, ProblemHttpResult>> PatchAsync(
        HttpContext context, string id, JsonBody<WeightBody> body, ClusterControl control, CancellationToken cancellationToken) =>
        body.Value.Weight is not { } weight ? Fields.Missing("weight")
        : Fields.Check("weight", ServerRules.CheckWeight(weight)) is { } problem ? problem
        : await DoAsync(context, id, request => control.SetWeightAsync(new(id), weight, request, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        HttpContext context, string id, ClusterControl control, CancellationToken cancellationToken)
    {
        var (rejection, _) = await ControlResponses.DoAsync(
            context, new(id), request => control.RemoveAsync(new(id), request, cancellationToken));
        return rejection is not null ? rejection : TypedResults.NoContent();
    }

    private static Task<Results<Ok<ServerResponse>, ProblemHttpResult>> DrainAsync(
        HttpContext context, string id, ClusterControl control, CancellationToken cancellationToken) =>
        DoAsync(context, id, request => control.DrainAsync(new(id), request, cancellationToken));

    private static Task<Results<Ok<ServerResponse>, ProblemHttpResult>> ActivateAsync(
        HttpContext context, string id, ClusterControl control, CancellationToken cancellationToken) =>
        DoAsync(context, id, request => control.ActivateAsync(new(id), request, cancellationToken));

    private static async Task<Results<Ok<ServerResponse>, ProblemHttpResult>> DoAsync(
        HttpContext context, string id, Func<ControlRequest, Task<ControlResult>> operation)
    {
        var (rejection, result) = await ControlResponses.DoAsync(context, new(id), operation);
        return rejection is not null ? rejection : TypedResults.Ok(ResponseOf(result, id));
    }

    private static ServerResponse ResponseOf(ControlResult result, string id) => ServerResponse.Of(result.Membership!.Find(new(id))!);
}
