using System.Text.Json;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State.Tail;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/requests</c>: a sample of the requests as they end.</summary>
internal static class RequestEndpoints
{
    /// <summary>How long a stream lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static void MapRequests(this RouteGroupBuilder api) => api.MapGroup("/requests").WithTags(ObservationEndpoints.Tag)
        .MapGet("", StreamAsync)
        .Describe(
            "streamRequests",
            "Requests as they end",
            "JSON lines: one object for each request that ends while the response lasts, which is at most "
            + $"{Longest.TotalMinutes:0} minutes. It is a sample: each gateway sends at most {2 * TailRules.PerSecond} requests a second, "
            + "half of them reserved for those that failed, were slow, or were sent to several servers; these have their attempts. "
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
        HttpContext context, TailState tail, TimeProvider time, IHostApplicationLifetime lifetime, string? status, string? server,
        string? gateway, string? key, string? minMs)
    {
        if (!TailFilter.TryCreate(
            name => name switch { "status" => status, "server" => server, "gateway" => gateway, "key" => key, _ => minMs },
            out var filter, out var wrong))
        {
            return Problems.OfField(wrong, TailFilterText.AllowedOf(wrong));
        }

        if (!tail.TryOpen(filter, out var viewer, out var reason))
        {
            context.Response.Headers.RetryAfter = "10";
            return Problems.Of(ProblemType.Unavailable, reason);
        }

        context.Response.RegisterForDispose(viewer);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            response => WriteAsync(response, viewer.Feed, time, context.RequestAborted, lifetime.ApplicationStopping),
            "application/x-ndjson");
    }

    private static async Task WriteAsync(
        Stream response, TailFeed feed, TimeProvider time, CancellationToken clientGone, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, clientGone, stopping);
        using var timer = new PeriodicTimer(Interval, time);
        var last = 0L;

        // The head, so that the client knows that it is heard before the first request ends.
        await response.FlushAsync(clientGone);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                foreach (var entry in feed.After(last))
                {
                    last = entry.Number;
                    await JsonSerializer.SerializeAsync(
                        response, RequestResponse.Of(entry.Line), DashboardJson.Default.RequestResponse, end.Token);
                    await response.WriteAsync("\n"u8.ToArray(), end.Token);
                }

                await response.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, the client has left, or the dashboard stops.
        }
    }
}
