namespace LoadBalancer.Dashboard.Api;

/// <summary>How operations describe themselves to OpenAPI.</summary>
internal static class ApiConventions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder operation, string summary, string description) =>
        operation.WithSummary(summary).WithDescription(description);

    /// <summary>The problems that this operation ends with, beside those of all.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder operation, params int[] statuses)
    {
        Array.ForEach(statuses, status => operation.ProducesProblem(status));
        return operation;
    }

    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder operation, string response, string? request = null) =>
        operation.WithMetadata(new ApiExample(response, request));
}
