using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/timeline</c>: what the charts of the pages draw.</summary>
internal static class TimelineEndpoint
{
    private const int MostMinutes = 30;

    public static void MapTimeline(this RouteGroupBuilder api) => api.MapGroup("/timeline").WithTags(ObservationEndpoints.Tag)
        .MapGet("", GetAsync)
        .Describe(
            "getTimeline",
            "Requests, errors, and latency over time",
            "In intervals of ten seconds. Of all servers, of one, or of one gateway; also of a server that has left.")
        .WithParameter("server", "Only requests of the server with this id.", ApiParameters.Text(), "backend-1")
        .WithParameter(
            "gateway", "Only requests of the gateway with this name. Not together with server.", ApiParameters.Text(), "gateway-1")
        .WithParameter(
            "minutes", $"How much of the time; by default {MostMinutes}.", ApiParameters.Number(1, MostMinutes), MostMinutes)
        .ProducesProblems(400, 404)
        .WithExample(ApiExamples.Timeline);

    private static async Task<Results<Ok<TimelineResponse>, ProblemHttpResult>> GetAsync(
        HttpContext context, ClusterView view, string? server, string? gateway, string? minutes)
    {
        var invalid = Fields.CheckNumber("minutes", minutes, 1, MostMinutes, out var number)
            ?? (server is not null ? Fields.Check("server", ServerRules.CheckId(server)) : null)
            ?? (server is not null && gateway is not null ? Problems.OfField("gateway", "not allowed together with server.") : null);
        var (snapshot, away) = await CurrentSnapshot.ReadAsync(context, view);
        if ((away ?? invalid) is { } problem)
        {
            return problem;
        }

        var (id, name) = (server is null ? default(ServerId?) : new ServerId(server), gateway is null ? default(GatewayId?) : new(gateway));
        return FindMissing(snapshot, id, name) is { } missing
            ? missing
            : TypedResults.Ok(TimelineResponse.Of(snapshot, id, name, number ?? MostMinutes));
    }

    private static ProblemHttpResult? FindMissing(DashboardSnapshot snapshot, ServerId? server, GatewayId? gateway)
    {
        if (server is { } id && snapshot.Cluster.Membership.Find(id) is null && !snapshot.Timeline.Servers.Contains(id))
        {
            return Problems.Of(ProblemType.UnknownServer, $"There is no server '{id}', and there was none in the last 30 minutes.");
        }

        var isKnown = gateway is null
            || snapshot.Gateways.Any(known => known.Status.Name == gateway)
            || snapshot.LostGateways.Any(known => known.Name == gateway);
        return isKnown ? null : Problems.Of(ProblemType.UnknownGateway, $"There is no gateway '{gateway}'.");
    }
}
