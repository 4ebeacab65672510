namespace LoadBalancer.Dashboard.Api;

/// <summary>Conventions for the OpenAPI descriptions of operations.</summary>
internal static class ApiConventions
{
    /// <summary>Describes an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="id">Its name in clients that are generated from the document (<c>operationId</c>); it stays the same for good.</param>
    /// <param name="summary">What it does, in a few words.</param>
    /// <param name="description">What else one has to know.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder operation, string id, string summary, string description) =>
        operation.WithName(id).WithSummary(summary).WithDescription(description);

    /// <summary>Adds the problem statuses of this operation, in addition to those of all operations.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder operation, params int[] statuses)
    {
        Array.ForEach(statuses, status => operation.ProducesProblem(status));
        return operation;
    }

    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder operation, string response, string? request = null) =>
        operation.WithMetadata(new ApiExample(response, request));
}
