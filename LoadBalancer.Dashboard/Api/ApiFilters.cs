using System.Reflection;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Dashboard.Responses;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Filters that run before every handler of the API.</summary>
internal static partial class ApiFilters
{
    /// <summary>
    /// Rejects a query parameter that the handler does not have, or that occurs twice: otherwise a misspelled filter would be ignored, and
    /// everything returned.
    /// </summary>
    public static async ValueTask<object?> RejectUnknownParametersAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Request.Query.Count > 0 && FindWrongParameter(http) is { } problem ? problem : await next(context);
    }

    /// <summary>Rejects a body that could not be read, before the handler runs.</summary>
    public static async ValueTask<object?> RejectBadBodyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IJsonBody>().FirstOrDefault(body => body.Problem is not null)?.Problem ?? await next(context);

    /// <summary>
    /// Returns a problem if a read fails because of the store; operations handle such failures themselves. Any other failure is an error of
    /// the dashboard, and gets the status 500.
    /// </summary>
    public static async ValueTask<object?> RejectWithoutStoreAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (StoreFailure.IsTemporary(exception) && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(
                http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiFilters)),
                StoreFailure.Describe(exception));
            return CurrentSnapshot.Away(http, http.RequestServices.GetRequiredService<ClusterView>());
        }
    }

    /// <summary>Checks the parameters that a handler takes as text from the path or the query.</summary>
    private static ProblemHttpResult? FindWrongParameter(HttpContext http)
    {
        var handler = http.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>();
        var allowed = (handler?.GetParameters() ?? [])
            .Where(parameter => parameter.ParameterType == typeof(string) && !http.Request.RouteValues.ContainsKey(parameter.Name!))
            .Select(parameter => parameter.Name!).ToArray();
        var (name, values) = http.Request.Query.FirstOrDefault(
            entry => entry.Value.Count > 1 || !allowed.Contains(entry.Key, StringComparer.OrdinalIgnoreCase));
        return name is null ? null
            : values.Count > 1 ? Problems.OfField(name, "given more than once.")
            : Problems.OfField(Fields.Shorten(name), allowed.Length == 0
                ? "unknown parameter; this request takes none."
                : $"unknown parameter; known parameters: {string.Join(", ", allowed)}.");
    }

    [LoggerMessage(4301, LogLevel.Warning, "An API request failed because Redis did not respond: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
