using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>A request body, or the problem with it.</summary>
internal interface IJsonBody
{
    /// <summary>The problem with the body; <see langword="null"/> if there is none.</summary>
    ProblemHttpResult? Problem { get; }
}
