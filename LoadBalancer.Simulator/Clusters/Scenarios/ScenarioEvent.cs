using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>An event of a scenario, at a given time.</summary>
internal sealed record ScenarioEvent
{
    public required TimeSpan At { get; init; }

    public required EventKind Do { get; init; }

    /// <summary>The servers that are affected: ids separated by commas, <c>zone:Z</c>, <c>random:N</c>, or <c>all</c>.</summary>
    public string? Servers { get; init; }

    /// <summary>The gateways that are affected: numbers from 1 separated by commas, or <c>random:N</c>.</summary>
    public string? Gateways { get; init; }

    /// <summary>The duration of the event; without one, it lasts until the end.</summary>
    public TimeSpan? For { get; init; }

    public double? Factor { get; init; }

    public double? Part { get; init; }

    public int? Count { get; init; }

    public int? Weight { get; init; }

    public PlacementAlgorithm? Algorithm { get; init; }

    /// <summary>The name of the event on charts.</summary>
    public string Name => (Servers ?? Gateways) is { } whom ? $"{Do} {whom}" : Do.ToString();
}
