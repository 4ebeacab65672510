namespace LoadBalancer.Backend.Endpoints;

/// <summary>The answer of <c>/healthcheck</c>.</summary>
internal sealed record Health(string Status, string Id);
