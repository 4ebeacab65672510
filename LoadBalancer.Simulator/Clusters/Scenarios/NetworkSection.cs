namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>How long messages take, and which are lost.</summary>
internal sealed record NetworkSection
{
    /// <summary>Between gateways and servers, one way.</summary>
    public string Servers { get; init; } = "constant:200us";

    /// <summary>Between all and the registry, one way.</summary>
    public string Registry { get; init; } = "exponential:500us";

    /// <summary>The part of the messages to and from the registry that is lost, 0 to 1, hints included.</summary>
    public double RegistryLoss { get; init; }

    /// <summary>How long a response of the registry is waited for.</summary>
    public TimeSpan RegistryTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
