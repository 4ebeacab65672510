namespace LoadBalancer.Backend.Endpoints;

/// <summary>One header field.</summary>
internal sealed record EchoHeader(string Name, string Value);
