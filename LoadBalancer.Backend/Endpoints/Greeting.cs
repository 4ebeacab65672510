namespace LoadBalancer.Backend.Endpoints;

/// <summary>The answer of <c>/</c>.</summary>
internal sealed record Greeting(string Message, string Status);
