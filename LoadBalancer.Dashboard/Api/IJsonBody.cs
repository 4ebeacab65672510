using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>A body that was read, or what is wrong with it.</summary>
internal interface IJsonBody
{
    /// <summary>What is wrong with it; <see langword="null"/> where nothing is.</summary>
    ProblemHttpResult? Problem { get; }
}
