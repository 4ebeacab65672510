using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.Api.Bodies;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Shares;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/ring</c>: the placement of keys, the owner of a key, and the preview and application of changes.</summary>
internal static class RingEndpoints
{
    public const string Tag = "Ring";

    /// <summary>The number of candidates to return: the owner and the next few.</summary>
    private const int ShownCandidates = 4;

    public static void MapRing(this RouteGroupBuilder api)
    {
        var ring = api.MapGroup("/ring").WithTags(Tag);
        ring.MapGet("", GetAsync)
            .Describe(
                "getPlacement",
                "How keys are placed",
                "As on the gateways. The entity tag contains the version of the membership, the digest, and whether the gateways agree.")
            .ReadsConditionally()
            .WithExample(ApiExamples.Ring);
        ring.MapGet("/owner", GetOwnerAsync)
            .Describe(
                "getOwner",
                "Where a key goes, and why",
                "The key as gateways read it from requests. The load of the servers is not considered here: requests may skip a " +
                "server that has reached its load bound. elsewhere lists the gateways that send the key to another server, and why.")
            .WithParameter("key", "The key.", ApiParameters.Text(), "user-1", isRequired: true)
            .ProducesProblems(400)
            .WithExample(ApiExamples.Owner);
        ring.MapPost("/preview", PreviewAsync)
            .Describe(
                "previewChange",
                "Preview a change",
                "Changes nothing. The entity tag is the version that the preview is based on; send it as If-Match to apply the change.")
            .WithEntityTag("The version that the preview is based on.")
            .ProducesProblems(400, 404, 413, 415)
            .WithExample(ApiExamples.Preview, ApiExamples.Edits);
        ring.MapPost("/apply", ApplyAsync)
            .Describe(
                "applyChange", "Apply several changes", "All of them under one new version, or none. Takes the same body as /preview.")
            .ChangesConditionally()
            .ProducesProblems(400, 404, 409, 413, 415)
            .WithExample(ApiExamples.Change, ApiExamples.Edits);
        ring.MapPut("/algorithm", SetAlgorithmAsync)
            .Describe("setAlgorithm", "Change the algorithm", "For all gateways, at one version. Nearly all keys move.")
            .ChangesConditionally()
            .ProducesProblems(400, 413, 415)
            .WithExample(ApiExamples.Change, ApiExamples.AlgorithmBody);
    }

    private static async Task<Results<Ok<RingResponse>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        HttpContext context, ClusterView view, SharedCharts charts)
    {
        var (snapshot, problem) = await CurrentSnapshot.ReadAsync(context, view);
        if (problem is not null)
        {
            return problem;
        }

        var cluster = snapshot.Cluster;
        return EntityTags.IsKnown(context, EntityTags.Of(cluster.Membership.At, cluster.Digest, snapshot.GatewaysAgree))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(
                new RingResponse(
                    cluster.Membership.Epoch.Value,
                    cluster.Membership.Version,
                    cluster.Digest,
                    cluster.Placement.Algorithm.ToString(),
                    cluster.Placement.PointCount,
                    snapshot.GatewaysAgree,
                    ServersOf(snapshot, charts.SharesOf(snapshot))));
    }

    private static RingServerResponse[] ServersOf(DashboardSnapshot snapshot, PlacementShares shares)
    {
        var byId = shares.All.ToDictionary(share => share.Server.Id);
        return
        [
            .. snapshot.Servers.Select(server => new RingServerResponse(
                server.Server.Id.Value,
                server.Server.Weight,
                server.EffectiveWeight,
                server.Points,
                server.KeyShare,
                server.WeightShare,
                byId[server.Server.Id].Share,
                byId[server.Server.Id].Expected)),
        ];
    }

    private static async Task<Results<Ok<OwnerResponse>, ProblemHttpResult>> GetOwnerAsync(
        HttpContext context, ClusterView view, string? key)
    {
        var (snapshot, problem) = await CurrentSnapshot.ReadAsync(context, view);
        return problem is not null ? problem
            : key is null ? Fields.Missing("key")
            : TypedResults.Ok(OwnerOf(snapshot, KeyPlacement.Of(snapshot.Cluster, key, ShownCandidates)));
    }

    private static OwnerResponse OwnerOf(DashboardSnapshot snapshot, KeyPlacement placement)
    {
        var cluster = snapshot.Cluster;
        var servers = cluster.Membership.Servers;
        var owner = placement.Candidates.IsEmpty ? null : servers[placement.Candidates[0]].Id.Value;
        var server = placement.Selected.Server < 0 ? null : servers[placement.Selected.Server].Id.Value;
        return new(
            placement.Key,
            placement.Hash.ToString("x16", CultureInfo.InvariantCulture),
            cluster.Membership.Version,
            cluster.Digest,
            cluster.Placement.Algorithm.ToString(),
            owner,
            server,
            placement.Selected.Reason.ToString(),
            owner is null ? "there are no servers" : SelectionText.Why(placement.Selected.Reason, owner),
            [.. placement.Candidates.Select(place => new CandidateResponse(
                servers[place].Id.Value, ServerResponse.StateOf(servers[place]), cluster.Health.IsHealthy(place)))],
            [.. KeyComparison.Of(snapshot, placement.Key).Select(ElsewhereResponse.Of)]);
    }

    private static async Task<Results<Ok<PreviewResponse>, ProblemHttpResult>> PreviewAsync(
        HttpContext context, JsonBody<EditsBody> body, ClusterView view)
    {
        var malformed = body.Value.Read(out var edits);
        var (snapshot, away) = await CurrentSnapshot.ReadAsync(context, view);
        if ((away ?? malformed) is { } problem)
        {
            return problem;
        }

        var result = PlacementPreview.Of(snapshot, edits);
        if (result.Forecast is not { } forecast)
        {
            return ControlResponses.ProblemOf(context, new(ControlResult.OutcomeOf(result.Outcome), Membership: null, result.Reason))!;
        }

        context.Response.Headers.ETag = EntityTags.Of(forecast.At);
        return TypedResults.Ok(PreviewResponse.Of(forecast));
    }

    private static async Task<Results<Ok<ChangeResponse>, ProblemHttpResult>> ApplyAsync(
        HttpContext context, JsonBody<EditsBody> body, ClusterControl control, ClusterView view, CancellationToken cancellationToken) =>
        body.Value.Read(out var edits) ?? await DoAsync(context, view, request => control.ApplyAsync(edits, request, cancellationToken));

    private static async Task<Results<Ok<ChangeResponse>, ProblemHttpResult>> SetAlgorithmAsync(
        HttpContext context,
        JsonBody<AlgorithmBody> body,
        ClusterControl control,
        ClusterView view,
        CancellationToken cancellationToken) =>
        Fields.CheckAlgorithm(body.Value.Algorithm, out var algorithm)
        ?? await DoAsync(context, view, request => control.SetAlgorithmAsync(algorithm!.Value, request, cancellationToken));

    private static async Task<Results<Ok<ChangeResponse>, ProblemHttpResult>> DoAsync(
        HttpContext context, ClusterView view, Func<ControlRequest, Task<ControlResult>> operation)
    {
        var settings = view.Current?.AlgorithmOfSettings;
        var (rejection, result) = await ControlResponses.DoAsync(context, target: null, operation);
        return rejection is not null
            ? rejection
            : TypedResults.Ok(new ChangeResponse(
                result.Outcome == ControlOutcome.Applied,
                result.Membership!.Epoch.Value,
                result.Membership.Version,
                [.. result.Membership.Servers.Select(ServerResponse.Of)],
                UndoOf(result, settings)));
    }

    private static EditsBody? UndoOf(ControlResult result, PlacementAlgorithm? settings) =>
        result is { Before: { } before, Membership: { } after } && Reversal.Of(before, after, settings) is { } undo
            ? EditsBody.Of(undo)
            : null;
}
