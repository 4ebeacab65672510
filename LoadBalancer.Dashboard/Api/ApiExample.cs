namespace LoadBalancer.Dashboard.Api;

/// <summary>A JSON example of one operation.</summary>
/// <param name="Response">The response.</param>
/// <param name="Request">The request body; <see langword="null"/> if there is none.</param>
internal sealed record ApiExample(string Response, string? Request);
