namespace LoadBalancer.Simulator.Reporting;

/// <summary>Requests that have something in common.</summary>
internal sealed record NamedCount(string Name, long Requests);
