namespace LoadBalancer.Backend.Endpoints;

/// <summary>The response of <c>/</c>.</summary>
internal sealed record Greeting(string Message, string Status);
