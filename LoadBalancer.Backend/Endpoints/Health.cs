namespace LoadBalancer.Backend.Endpoints;

/// <summary>The response of <c>/healthcheck</c>.</summary>
internal sealed record Health(string Status, string Id);
