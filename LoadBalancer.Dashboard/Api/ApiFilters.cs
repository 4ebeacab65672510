using LoadBalancer.Dashboard.State;
using LoadBalancer.Registry;

namespace LoadBalancer.Dashboard.Api;

/// <summary>What stands before every handler of the API.</summary>
internal static partial class ApiFilters
{
    /// <summary>Answers a body that was not understood, before anything is done.</summary>
    public static async ValueTask<object?> RefuseBadBodyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IJsonBody>().FirstOrDefault(body => body.Problem is not null)?.Problem ?? await next(context);

    /// <summary>Reads that go to the store itself fail with it; operations say so by themselves.</summary>
    public static async ValueTask<object?> RefuseWithoutStoreAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (exception is not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiFilters)), StoreFailure.Describe(exception));
            return CurrentSnapshot.Away(http, http.RequestServices.GetRequiredService<ClusterView>());
        }
    }

    [LoggerMessage(4301, LogLevel.Warning, "A request to the API failed because the store did not respond: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
