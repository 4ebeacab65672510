using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.Security;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Observations of the cluster: at most two seconds old, and without an entity tag, since they change all the time.</summary>
internal static class ObservationEndpoints
{
    public const string Tag = "Observations";
    private const int DefaultEvents = 100;

    public static void MapObservations(this RouteGroupBuilder api)
    {
        var observations = api.MapGroup("").WithTags(Tag);
        observations.MapGet("/stats", GetStatsAsync)
            .Describe(
                "getStatistics",
                "Requests, failures and latency by server",
                "Of all gateways, since the cluster started and for the last 30 minutes.")
            .WithExample(ApiExamples.Stats);
        observations.MapGet("/alarms", GetAlarmsAsync)
            .Describe(
                "listAlarms",
                "The alarms",
                "The conditions that every page of the dashboard shows. None if there is no problem. Also while Redis is unreachable: that "
                + "is an alarm of kind store then, and the others are those of readAt.")
            .WithExample(ApiExamples.Alarms);
        observations.MapGet("/gateways", GetGatewaysAsync)
            .Describe(
                "listGateways",
                "The gateways",
                "The membership version, placement, and settings that each gateway uses, whether they agree, and the settings that " +
                "differ. A gateway that stopped reporting without leaving has lostSince instead.")
            .WithExample(ApiExamples.Gateways);
        observations.MapDelete("/gateways/{name}", ForgetGatewayAsync)
            .Describe("forgetGateway", "Forget a lost gateway", "It is removed from the list and from the alarms. If it reports again, it "
                + "reappears. While it reports, the response is 409.")
            .WithParameter("name", "The gateway's name.", ApiParameters.Text(), "gateway-1")
            .ProducesProblems(404, 409);
        observations.MapGet("/events", GetEventsAsync)
            .Describe("listEvents", "Recent events", "Newest first.")
            .WithParameter(
                "count", $"How many; by default {DefaultEvents}.", ApiParameters.Number(1, IEventLog.Capacity), DefaultEvents)
            .ProducesProblems(400).WithExample(ApiExamples.Events);
        observations.MapGet("/hot-keys", GetHotKeysAsync)
            .Describe("listHotKeys", "The most frequent keys", "Of the last 30 minutes.")
            .WithExample(ApiExamples.HotKeys);
    }

    private static async Task<Results<Ok<StatsResponse>, ProblemHttpResult>> GetStatsAsync(HttpContext context, ClusterView view)
    {
        var (snapshot, problem) = await CurrentSnapshot.ReadAsync(context, view);
        return problem is not null ? problem : TypedResults.Ok(StatsResponse.Of(snapshot));
    }

    private static async Task<Ok<AlarmsResponse>> GetAlarmsAsync(
        ClusterView view, ViewDemand demand, CancellationToken cancellationToken) =>
        TypedResults.Ok(AlarmsResponse.Of(view, await demand.AskAsync(cancellationToken)));

    private static async Task<Results<Ok<GatewaysResponse>, ProblemHttpResult>> GetGatewaysAsync(HttpContext context, ClusterView view)
    {
        var (snapshot, problem) = await CurrentSnapshot.ReadAsync(context, view);
        return problem is not null ? problem : TypedResults.Ok(GatewaysResponse.Of(snapshot));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ForgetGatewayAsync(
        HttpContext context, string name, ClusterControl control, CancellationToken cancellationToken)
    {
        var result = await control.ForgetGatewayAsync(new(name), Author.Of(context.User), cancellationToken);
        return ControlResponses.ProblemOf(context, result, ProblemType.UnknownGateway) is { } rejection
            ? rejection
            : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<EventsResponse>, ProblemHttpResult>> GetEventsAsync(
        IEventLog events, string? count, CancellationToken cancellationToken)
    {
        if (Fields.CheckNumber("count", count, 1, IEventLog.Capacity, out var number) is { } problem)
        {
            return problem;
        }

        var happened = await events.ReadAsync(number ?? DefaultEvents, cancellationToken);
        return TypedResults.Ok(new EventsResponse([.. happened.Select(EventResponse.Of)]));
    }

    private static async Task<Results<Ok<HotKeysResponse>, ProblemHttpResult>> GetHotKeysAsync(HttpContext context, ClusterView view)
    {
        var (snapshot, problem) = await CurrentSnapshot.ReadAsync(context, view);
        return problem is not null ? problem : TypedResults.Ok(new HotKeysResponse([.. snapshot.HotKeys.Select(HotKeyResponse.Of)]));
    }
}
