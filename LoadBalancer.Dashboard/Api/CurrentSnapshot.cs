using System.Globalization;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>What reads answer from: never what is out of date.</summary>
internal static class CurrentSnapshot
{
    /// <summary>The snapshot of the last second, or a problem while the store is out of reach.</summary>
    public static async Task<(DashboardSnapshot Snapshot, ProblemHttpResult? Problem)> ReadAsync(HttpContext context, ClusterView view)
    {
        var isCurrent = await context.RequestServices.GetRequiredService<ViewDemand>().AskAsync(context.RequestAborted);
        var snapshot = view.Current!;
        return (snapshot, isCurrent && snapshot is { Store.IsConnected: true } ? null : Away(context, view));
    }

    public static ProblemHttpResult Away(HttpContext context, ClusterView view)
    {
        context.Response.Headers.RetryAfter = "1";
        var connection = view.Connection;
        var since = connection.Since.ToString("u", CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status503ServiceUnavailable,
            !connection.WasReached ? $"The store has not been reached yet; the dashboard started at {since}."
            : connection.IsConnected ? "The store did not answer."
            : $"The store has been out of reach since {since}.");
    }
}
