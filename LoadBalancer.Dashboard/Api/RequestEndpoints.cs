using LoadBalancer.Cluster.Tail;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Tail;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/requests</c>: a sample of the requests as they end.</summary>
internal static class RequestEndpoints
{
    public static void MapRequests(this RouteGroupBuilder api) => api.MapGroup("/requests").WithTags(ObservationEndpoints.Tag)
        .MapGet("", StreamAsync)
        .Describe(
            "streamRequests",
            "Requests as they end",
            "JSON lines: one object for each request that ends while the response lasts, which is at most "
            + $"{RequestStream.Longest.TotalMinutes:0} minutes. It is a sample: each gateway sends at most "
            + $"{2 * TailRules.PerSecond} requests a second, "
            + "half of them reserved for those that failed, were slow, or were sent to several servers; these have their attempts. "
            + "While Redis is unreachable, none can arrive: the response is 503 then, or, if it has begun, its last line is the "
            + "same problem. "
            + $"Nothing is stored. At most {TailState.MostViewers} viewers, pages included, can look at once.")
        .WithParameter(
            "status", "A status, a class of them such as 5xx, or failed: 5xx, 499, or an attempt that failed.", ApiParameters.Text(), "5xx")
        .WithParameter("server", "Only requests that this server served, or failed.", ApiParameters.Text(), "backend-1")
        .WithParameter("gateway", "Only requests to this gateway.", ApiParameters.Text(), "gateway-1")
        .WithParameter("key", $"Only requests with this key: {TailFilter.LongestKey} characters at most.", ApiParameters.Text(), "user-42")
        .WithParameter(
            "minMs", "Only requests that took so many milliseconds.", ApiParameters.Number(0, TailFilter.LongestMilliseconds), 500)
        .Produces<RequestResponse>(StatusCodes.Status200OK, "application/x-ndjson")
        .ProducesProblems(400)
        .WithExample(ApiExamples.Request);

    private static Results<PushStreamHttpResult, ProblemHttpResult> StreamAsync(
        HttpContext context, TailState tail, ClusterView view, TimeProvider time, IHostApplicationLifetime lifetime, string? status,
        string? server, string? gateway, string? key, string? minMs)
    {
        if (!TailFilter.TryCreate(
            name => name switch { "status" => status, "server" => server, "gateway" => gateway, "key" => key, _ => minMs },
            out var filter, out var wrong))
        {
            return Problems.OfField(wrong, TailFilterText.AllowedOf(wrong));
        }

        if (!view.Connection.IsConnected)
        {
            return CurrentSnapshot.Away(context, view);
        }

        if (!tail.TryOpen(filter, out var viewer, out var reason))
        {
            context.Response.Headers.RetryAfter = "10";
            return Problems.Of(ProblemType.Unavailable, reason);
        }

        context.Response.RegisterForDispose(viewer);
        context.Response.Headers.CacheControl = "no-store";
        var stream = new RequestStream(viewer.Feed, tail, view, time);
        return TypedResults.Stream(
            response => stream.WriteAsync(response, context.RequestAborted, lifetime.ApplicationStopping), "application/x-ndjson");
    }
}
