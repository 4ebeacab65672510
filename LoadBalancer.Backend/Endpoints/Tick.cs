namespace LoadBalancer.Backend.Endpoints;

/// <summary>One event of <c>/events</c>.</summary>
internal sealed record Tick(string Server, int Number);
