using System.Text;
using LoadBalancer.Dashboard.Api;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Components.Exports;

/// <summary>
/// <c>/exports</c>: the tables of the pages as files, with the filters of the page's address. They are links of the page, which has a
/// cookie instead of a key; the API has the same as JSON.
/// </summary>
internal static class TableExportEndpoints
{
    public static void MapTableExports(this WebApplication app)
    {
        var exports = app.MapGroup("/exports")
            .AddEndpointFilter(ApiFilters.RejectUnknownParametersAsync)
            .ExcludeFromDescription();
        exports.MapGet("/servers", (HttpContext context, ClusterView view, SharedCharts charts, string? q, string? state, string? sort) =>
            WriteAsync(context, view, "servers", snapshot =>
            {
                var query = ServerQuery.Read(name =>
                    name switch { ServerQuery.TextName => q, ServerQuery.StateName => state, ServerQuery.SortName => sort, _ => null });
                var minutes = charts.MinutesOf(snapshot);
                return TableExport.OfServers(ServerRows.Of(charts.ServersInOrder(snapshot), query, minutes).All, minutes);
            }));
        exports.MapGet("/gateways", (HttpContext context, ClusterView view) =>
            WriteAsync(context, view, "gateways", TableExport.OfGateways));
        exports.MapGet("/hot-keys", (HttpContext context, ClusterView view) =>
            WriteAsync(context, view, "hot-keys", TableExport.OfHotKeys));
        exports.MapGet("/events", (HttpContext context, ClusterView view, string? kind, string? q) =>
            WriteAsync(context, view, "events", snapshot =>
                TableExport.OfEvents(snapshot, EventQuery.Read(name => name == EventQuery.GroupName ? kind : q))));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> WriteAsync(
        HttpContext context, ClusterView view, string name, Func<DashboardSnapshot, IEnumerable<string>> linesOf)
    {
        var (snapshot, problem) = await CurrentSnapshot.ReadAsync(context, view);
        if (problem is not null)
        {
            return problem;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(Encoding.UTF8.GetBytes(string.Concat(linesOf(snapshot))), "text/csv; charset=utf-8", $"{name}.csv");
    }
}
