namespace LoadBalancer.Simulator.Reporting;

/// <summary>A name, and the number of requests that it applies to.</summary>
internal sealed record NamedCount(string Name, long Requests);
