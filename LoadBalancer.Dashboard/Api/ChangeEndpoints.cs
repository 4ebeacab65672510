using System.Text;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary><c>/api/changes</c>: the changes made by people, read from the store.</summary>
internal static class ChangeEndpoints
{
    private const int DefaultCount = 100;
    private const string ExampleCursor = "1767268800000-1";

    public static void MapChanges(this RouteGroupBuilder api)
    {
        var changes = api.MapGroup("/changes").WithTags(ObservationEndpoints.Tag);
        WithPeriod(changes.MapGet("", GetAsync))
            .Describe("listChanges", "Operator changes", $"Newest first, of the last {IChangeLog.Memory.Days} days.")
            .WithParameter("count", $"How many; by default {DefaultCount}.", ApiParameters.Number(1, IChangeLog.MostPerPage), DefaultCount)
            .WithParameter("cursor", "next of an earlier response, for the page that follows it.", ApiParameters.Text(), ExampleCursor)
            .ProducesProblems(400).WithExample(ApiExamples.Changes);
        WithPeriod(changes.MapGet("/export", ExportAsync))
            .Describe("exportChanges", "Export operator changes", "As one file. In CSV, a field that a spreadsheet would treat as a "
                + "formula begins with an apostrophe.")
            .WithParameter("format", "csv (the default), or JSON lines.", ApiParameters.OneOf("csv", "jsonl"), "jsonl")
            .Produces<Stream>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson")
            .ProducesProblems(400);
    }

    /// <summary>
    /// Maps the same export for the page, which has a cookie instead of a key. The API accepts no cookie, and a proxy may serve the page
    /// under a path of its own.
    /// </summary>
    public static void MapExports(this WebApplication app) => app.MapGet("/exports/changes", ExportAsync)
        .AddEndpointFilter(ApiFilters.RejectUnknownParametersAsync)
        .AddEndpointFilter(ApiFilters.RejectWithoutStoreAsync)
        .ExcludeFromDescription();

    private static RouteHandlerBuilder WithPeriod(RouteHandlerBuilder operation) => operation
        .WithParameter("since", "Only changes at this time or later; a time with a zone.", ApiParameters.Time(), "2026-01-31T12:00:00Z")
        .WithParameter("until", "Only changes at this time or earlier; a time with a zone.", ApiParameters.Time(), "2026-01-31T13:00:00Z")
        .WithParameter("by", "Only changes by the key of this name.", ApiParameters.Text(), "operator");

    private static async Task<Results<Ok<ChangesResponse>, ProblemHttpResult>> GetAsync(
        IChangeLog log, string? since, string? until, string? by, string? count, string? cursor, CancellationToken cancellationToken)
    {
        var wrongNumber = Fields.CheckNumber("count", count, 1, IChangeLog.MostPerPage, out var number);
        if ((CheckPeriod(since, until, by, out var query) ?? wrongNumber) is { } problem)
        {
            return problem;
        }

        var start = cursor is null ? null : ChangeCursor.TryParse(cursor);
        if (cursor is not null && start is null)
        {
            return Problems.OfField(
                "cursor", "The value is not allowed: it must be next of an earlier response.");
        }

        var page = await log.ReadAsync(query, number ?? DefaultCount, start, cancellationToken);
        return TypedResults.Ok(new ChangesResponse([.. page.Changes.Select(EventResponse.Of)], page.Next?.ToString()));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportAsync(
        IChangeLog log, string? since, string? until, string? by, string? format, CancellationToken cancellationToken)
    {
        if (CheckPeriod(since, until, by, out var query) is { } problem)
        {
            return problem;
        }

        if (format is not (null or "csv" or "jsonl"))
        {
            return Problems.OfField("format", $"'{format}' is not allowed: it must be csv or jsonl.");
        }

        // Read here, so that an unreachable store leads to a problem response and not to a truncated file.
        var first = await log.ReadAsync(query, IChangeLog.MostPerPage, cursor: null, cancellationToken);
        return format is "jsonl"
            ? TypedResults.Stream(file => WriteAsync(file, "", ChangeExport.ToJsonLine), "application/x-ndjson", "changes.jsonl")
            : TypedResults.Stream(
                file => WriteAsync(file, ChangeExport.Header, ChangeExport.ToCsv), "text/csv; charset=utf-8", "changes.csv");

        async Task WriteAsync(Stream file, string header, Func<ClusterEvent, string> line)
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(header), cancellationToken);
            for (var page = first; ; page = await log.ReadAsync(query, IChangeLog.MostPerPage, page.Next, cancellationToken))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(page.Changes.Select(line))), cancellationToken);
                if (page.Next is null)
                {
                    return;
                }
            }
        }
    }

    private static ProblemHttpResult? CheckPeriod(string? since, string? until, string? by, out ChangeQuery query)
    {
        var (early, late) = (Fields.CheckTime("since", since, out var first), Fields.CheckTime("until", until, out var last));
        query = new(first, last, by);
        return early ?? late;
    }
}
