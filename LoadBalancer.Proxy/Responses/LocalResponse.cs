namespace LoadBalancer.Proxy.Responses;

/// <summary>A feature that marks a request as having a local response.</summary>
/// <param name="Problem">The response.</param>
internal sealed record LocalResponse(Problem Problem);
