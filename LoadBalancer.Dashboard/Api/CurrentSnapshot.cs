using System.Globalization;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Provides the snapshot for reads, which is never outdated: a store that is only full is read all the same.</summary>
internal static class CurrentSnapshot
{
    /// <summary>Returns the snapshot of the last second, or a problem while there is none.</summary>
    public static async Task<(DashboardSnapshot Snapshot, ProblemHttpResult? Problem)> ReadAsync(HttpContext context, ClusterView view)
    {
        var isCurrent = await context.RequestServices.GetRequiredService<ViewDemand>().AskAsync(context.RequestAborted);
        var snapshot = view.Current!;
        return (snapshot, isCurrent && !view.IsFaulted && snapshot is { Store: { IsConnected: true } or { IsFull: true } }
            ? null
            : Away(context, view));
    }

    public static ProblemHttpResult Away(HttpContext context, ClusterView view)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problems.Of(ProblemType.Unavailable, ReasonOf(view));
    }

    /// <summary>Returns why there is no current snapshot.</summary>
    public static string ReasonOf(ClusterView view)
    {
        var connection = view.Connection;
        var since = connection.Since.ToString("u", CultureInfo.InvariantCulture);
        return view is { IsFaulted: true, Fault: { } fault } ? $"The dashboard cannot read the cluster because of a fault: {fault.Text}"
            : connection.IsNotWritable ? $"Redis has accepted no writes since {since}: {connection.Reason}"
            : !connection.WasReached ? $"Redis has been unreachable since the dashboard started at {since}."
            : connection.IsConnected ? "Redis did not respond."
            : $"Redis has been unreachable since {since}.";
    }
}
