namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The requests.</summary>
internal sealed record LoadSection
{
    /// <summary>How many begin each second.</summary>
    public double Rate { get; init; } = 500;

    /// <summary><c>poisson</c>: at random; <c>constant</c>: at equal distances.</summary>
    public string Arrivals { get; init; } = "poisson";

    /// <summary>Their keys, as <c>load --key</c> has them.</summary>
    public string Keys { get; init; } = "unique";

    /// <summary>The part of them whose method is idempotent, 0 to 1.</summary>
    public double Idempotent { get; init; } = 1;
}
