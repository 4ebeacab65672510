using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>Something that happens at a time.</summary>
internal sealed record ScenarioEvent
{
    public required TimeSpan At { get; init; }

    public required EventKind Do { get; init; }

    /// <summary>Which servers: an id, <c>zone:Z</c>, <c>random:N</c>, or <c>all</c>.</summary>
    public string? Servers { get; init; }

    /// <summary>Which gateways: a number from 1, several with commas between, or <c>random:N</c>.</summary>
    public string? Gateways { get; init; }

    /// <summary>How long; without, to the end.</summary>
    public TimeSpan? For { get; init; }

    public double? Factor { get; init; }

    public double? Part { get; init; }

    public int? Count { get; init; }

    public int? Weight { get; init; }

    public PlacementAlgorithm? Algorithm { get; init; }

    /// <summary>What it is called on charts.</summary>
    public string Name => (Servers ?? Gateways) is { } whom ? $"{Do} {whom}" : Do.ToString();
}
