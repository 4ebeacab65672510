namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The requests that clients send.</summary>
internal sealed record LoadSection
{
    /// <summary>The number of requests that begin each second.</summary>
    public double Rate { get; init; } = 500;

    /// <summary>The arrival process: <c>poisson</c> for random arrivals, <c>constant</c> for equal intervals.</summary>
    public string Arrivals { get; init; } = "poisson";

    /// <summary>The keys of the requests, in the form that <c>load --key</c> accepts, except <c>file:PATH</c>.</summary>
    public string Keys { get; init; } = "unique";

    /// <summary>The fraction of requests whose method is idempotent, 0 to 1.</summary>
    public double Idempotent { get; init; } = 1;
}
