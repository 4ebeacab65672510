namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>
/// A cluster, the load on it and the events that happen to it: the JSON of a scenario file. Whatever the file omits has the default below.
/// </summary>
internal sealed record Scenario
{
    /// <summary>A sentence that describes the scenario.</summary>
    public string Description { get; init; } = "";

    /// <summary>The seed of all random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The virtual time that passes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The time before measuring begins, for example so that gateways have begun to probe; 0 by default.</summary>
    public TimeSpan Warmup { get; init; }

    public int Gateways { get; init; } = 2;

    public ServersSection Servers { get; init; } = new();

    public LoadSection Load { get; init; } = new();

    public SettingsSection Settings { get; init; } = new();

    public NetworkSection Network { get; init; } = new();

    public IReadOnlyList<ScenarioEvent> Events { get; init; } = [];

    public InvariantsSection Invariants { get; init; } = new();
}
