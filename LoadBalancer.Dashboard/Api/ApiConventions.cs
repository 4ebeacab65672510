namespace LoadBalancer.Dashboard.Api;

/// <summary>Conventions for the OpenAPI descriptions of operations.</summary>
internal static class ApiConventions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder operation, string summary, string description) =>
        operation.WithSummary(summary).WithDescription(description);

    /// <summary>Adds the problem statuses of this operation, in addition to those of all operations.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder operation, params int[] statuses)
    {
        Array.ForEach(statuses, status => operation.ProducesProblem(status));
        return operation;
    }

    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder operation, string response, string? request = null) =>
        operation.WithMetadata(new ApiExample(response, request));
}
