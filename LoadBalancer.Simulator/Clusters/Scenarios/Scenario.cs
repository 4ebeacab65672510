namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>A cluster, the load on it, and what happens to it: the JSON of a scenario file. What is left out is as it says here.</summary>
internal sealed record Scenario
{
    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Decides all that is random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much virtual time passes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What happens before this is not measured, so that gateways have begun to probe: 0 by default.</summary>
    public TimeSpan Warmup { get; init; }

    public int Gateways { get; init; } = 2;

    public ServersSection Servers { get; init; } = new();

    public LoadSection Load { get; init; } = new();

    public SettingsSection Settings { get; init; } = new();

    public NetworkSection Network { get; init; } = new();

    public IReadOnlyList<ScenarioEvent> Events { get; init; } = [];

    public InvariantsSection Invariants { get; init; } = new();
}
