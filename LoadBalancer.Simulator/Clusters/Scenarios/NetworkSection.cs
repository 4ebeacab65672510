namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The delay and loss of messages.</summary>
internal sealed record NetworkSection
{
    /// <summary>The one-way delay between gateways and servers.</summary>
    public string Servers { get; init; } = "constant:200us";

    /// <summary>The one-way delay between any process and the registry.</summary>
    public string Registry { get; init; } = "exponential:500us";

    /// <summary>The fraction of messages to and from the registry that are lost, 0 to 1, including hints.</summary>
    public double RegistryLoss { get; init; }

    /// <summary>The time to wait for a response of the registry.</summary>
    public TimeSpan RegistryTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
