namespace LoadBalancer.Backend.Endpoints;

/// <summary>One header field.</summary>
internal sealed record EchoField(string Name, string Value);
