using System.Globalization;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Proxy.Listening;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary><c>/stats</c>: the distribution of requests, since the cluster began or in a window of the recent past.</summary>
internal static class StatsEndpoint
{
    private const string ContentType = "application/json; charset=utf-8";

    public static IEndpointConventionBuilder MapStats(this IEndpointRouteBuilder endpoints) =>
        endpoints.Map(OwnEndpoints.StatsPath, GetAsync);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(
        StatsReports reports, string? window, CancellationToken cancellationToken)
    {
        var length = TimeSpan.Zero;
        if (window is not null && !TryParseWindow(window, out length))
        {
            return TypedResults.Problem($"window={window} is not allowed: it must be a number with s or m, up to 30m.", statusCode: 400);
        }

        return await reports.ReadAsync(length, cancellationToken) is { } json
            ? TypedResults.Bytes(json, ContentType)
            : TypedResults.Problem("Recent counts are kept in Redis, from which they cannot be read now.", statusCode: 503);
    }

    private static bool TryParseWindow(string text, out TimeSpan window)
    {
        window = TimeSpan.Zero;
        var seconds = text is [.., var unit] ? unit switch { 's' => 1, 'm' => 60, _ => 0 } : 0;
        if (seconds == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var total = (long)number * seconds;
        window = TimeSpan.FromSeconds(Math.Min(total, int.MaxValue));
        return window > TimeSpan.Zero && window <= StatisticsClock.Longest;
    }
}
